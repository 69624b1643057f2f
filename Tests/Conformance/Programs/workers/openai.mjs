import OpenAI from "openai";

const words = ["Edge", " of", " the", " wörld", ", 🎈", "."];
const chunk = (delta, finish_reason = null) => ({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_700_000_000, model: "local", choices: [{ index: 0, delta, finish_reason }] });

// The service, in this worker: server-sent events whose bytes are cut wherever it falls.
const stream = () => {
  const events = [chunk({ role: "assistant", content: "" }), ...words.map((content) => chunk({ content })), chunk({}, "stop")];
  const bytes = new TextEncoder().encode(events.map((x) => `data: ${JSON.stringify(x)}\n\n`).join("") + "data: [DONE]\n\n");
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += 37)));
    },
  });
};
let failures = 0;
const stub = async (url, init) => {
  const { pathname } = new URL(url), headers = new Headers(init.headers), body = init.body ? JSON.parse(init.body) : null;
  if (headers.get("authorization") !== "Bearer sk-of-this-test") return Response.json({ error: { message: "bad key", type: "invalid_request_error", code: "invalid_api_key" } }, { status: 401 });
  if (body?.model === "flaky" && failures++ % 2 === 0) return Response.json({ error: { message: "try again" } }, { status: 503, headers: { "retry-after-ms": "1" } });
  if (body?.stream) return new Response(stream(), { headers: { "content-type": "text/event-stream" } });
  if (pathname.endsWith("/embeddings")) return Response.json({ object: "list", model: body.model, data: [{ object: "embedding", index: 0, embedding: [0.25, -1] }], usage: { prompt_tokens: 1, total_tokens: 1 } });
  return Response.json({ id: "chatcmpl-2", object: "chat.completion", created: 1_700_000_000, model: body.model, choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: `You said: ${body.messages.at(-1).content}`, refusal: null } }] });
};
const client = (apiKey = "sk-of-this-test") => new OpenAI({ apiKey, baseURL: "https://stub.example/v1", fetch: stub, maxRetries: 1 });
const messages = [{ role: "user", content: "Hello" }];

const routes = {
  "/chat": async () => (await client().chat.completions.create({ model: "local", messages })).choices[0].message,
  "/stream": async () => {
    const parts = [];
    for await (const part of await client().chat.completions.create({ model: "local", messages, stream: true })) parts.push(part.choices[0].delta.content ?? part.choices[0].finish_reason);
    return parts;
  },
  "/helper": async () => {
    const run = client().chat.completions.stream({ model: "local", messages }), deltas = [];
    run.on("content", (delta) => deltas.push(delta));
    return { text: await run.finalContent(), deltas, reason: (await run.finalChatCompletion()).choices[0].finish_reason };
  },
  "/embeddings": async () => (await client().embeddings.create({ model: "vectors", input: "x", encoding_format: "float" })).data,
  "/retry": async () => (await client().chat.completions.create({ model: "flaky", messages })).choices[0].message.content,
  "/refused": async () => {
    try {
      return await client("other").chat.completions.create({ model: "local", messages });
    } catch (error) {
      return { name: error.constructor.name, status: error.status, code: error.code, known: error instanceof OpenAI.AuthenticationError };
    }
  },
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/passed") return new Response((await client().chat.completions.create({ model: "local", messages, stream: true })).toReadableStream());
    const route = routes[pathname];
    return route ? Response.json(await route()) : new Response("?", { status: 404 });
  },
};
