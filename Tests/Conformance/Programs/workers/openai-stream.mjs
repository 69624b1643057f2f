import OpenAI from "openai";

// A streamed completion, asked for with the answer's own headers. The service is in this worker; its bytes are cut wherever it falls.
const words = ["Edge", " of", " the", " wörld", ", 🎈", "."];
const chunk = (delta, finish_reason = null) => ({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_700_000_000, model: "local", choices: [{ index: 0, delta, finish_reason }] });
const stream = (size, broken) => {
  const events = [chunk({ role: "assistant", content: "" }), ...words.map((content) => chunk({ content })), chunk({}, "stop")].map((x) => `data: ${JSON.stringify(x)}\n\n`);
  if (broken) events.splice(3, 0, 'data: {"error":{"message":"overloaded","type":"server_error","code":"busy"}}\r\n\r\n');
  const bytes = new TextEncoder().encode(": a comment\n\n" + events.join("") + "data: [DONE]\n\n");
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
};
const client = (size, broken) => new OpenAI({
  apiKey: "sk-of-this-test",
  baseURL: "https://stub.example/v1",
  maxRetries: 0,
  fetch: async (url, init) => new Response(stream(size, broken), { headers: { "content-type": "text/event-stream", "x-request-id": `req_${JSON.parse(init.body).messages.length}` } }),
});

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const ask = { model: "local", messages: [{ role: "user", content: "Hello" }], stream: true };
    const { data, request_id } = await client(Number(searchParams.get("size") ?? 37), pathname === "/broken").chat.completions.create(ask).withResponse();
    const parts = [];
    switch (pathname) {
      case "/passed":
        return new Response(data.toReadableStream(), { headers: { "x-request-id": request_id } });
      case "/split": {
        const [left, right] = data.tee();
        for await (const part of left) parts.push(part.choices[0].delta.content ?? null);
        for await (const part of right) parts.push(part.choices[0].finish_reason);
        break;
      }
      case "/left":
        for await (const part of data) {
          parts.push(part.choices[0].delta.content);
          if (parts.length === 2) break;
        }
        parts.push(data.controller.signal.aborted);
        break;
      default:
        try {
          for await (const part of data) parts.push(part.choices[0].delta.content ?? part.choices[0].finish_reason);
        } catch (error) {
          parts.push(error.constructor.name, error.code);
        }
    }
    return Response.json({ request_id, parts });
  },
};
