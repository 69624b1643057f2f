// Streams lines one by one; `curl -N` shows them as they come.
export default {
  fetch(request, env, ctx) {
    const encoder = new TextEncoder();
    let n = 0;
    const body = new ReadableStream({
      async pull(controller) {
        await scheduler.wait(200);
        controller.enqueue(encoder.encode(`line ${++n}\n`));
        if (n === 5) {
          controller.close();
        }
      },
    });
    return new Response(body, { headers: { "content-type": "text/plain" } });
  },
};
