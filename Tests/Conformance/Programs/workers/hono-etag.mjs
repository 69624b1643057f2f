import { Hono } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";

const app = new Hono();
app.use("/strong/*", etag());
app.use("/weak/*", etag({ weak: true }));
app.use("/kept/*", etag({ retainedHeaders: ["x-kept", ...RETAINED_304_HEADERS] }));
app.get("/strong/text", (c) => c.text("a text that has a tag"));
app.get("/strong/own", (c) => c.body("own", 200, { etag: '"chosen-by-hand"' }));
app.get("/strong/stream", () => new Response(new ReadableStream({
  start(controller) {
    for (const part of ["one ", "two ", "three"]) controller.enqueue(new TextEncoder().encode(part));
    controller.close();
  },
}), { headers: { "content-type": "text/plain" } }));
app.get("/weak/json", (c) => c.json({ weak: true, list: [1, 2, 3] }));
app.get("/kept/text", (c) => c.text("kept", 200, { "x-kept": "yes", "x-lost": "yes", "cache-control": "max-age=60" }));

export default app;
