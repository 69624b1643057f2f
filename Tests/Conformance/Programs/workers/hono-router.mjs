import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { validator } from "hono/validator";
import { getCookie, setCookie } from "hono/cookie";
import { stream, streamText } from "hono/streaming";

const app = new Hono();
app.use("*", async (c, next) => {
  await next();
  c.header("x-route", c.req.method + " " + c.req.path);
});
app.get("/", (c) => c.text("hono router"));
app.get("/users/:id{[0-9]+}", (c) => c.json({ id: Number(c.req.param("id")), query: c.req.query(), tags: c.req.queries("tag") ?? [] }));
app.get("/files/*", (c) => c.text("file " + c.req.path));
app.get("/optional/:name?", (c) => c.text(`name=${c.req.param("name") ?? "none"}`));
app.post(
  "/items",
  validator("json", (value, c) => (typeof value.title === "string" ? { title: value.title } : c.json({ error: "title is required" }, 422))),
  (c) => c.json({ created: c.req.valid("json"), userAgent: c.req.header("user-agent") ?? null }, 201),
);
app.post("/form", async (c) => c.json(await c.req.parseBody({ all: true })));
app.get("/cookie", (c) => {
  setCookie(c, "seen", String(Number(getCookie(c, "seen") ?? "0") + 1), { path: "/", httpOnly: true, sameSite: "Lax", maxAge: 60 });
  setCookie(c, "theme", "dark blue", { secure: true });
  return c.html("<p>cookies set</p>");
});
app.get("/stream", (c) => streamText(c, async (s) => {
  for (const word of ["one", "two", "three"]) await s.writeln(word);
}));
app.get("/bytes", (c) => stream(c, async (s) => {
  await s.write(new Uint8Array([72, 105]));
  await s.pipe(new Response(" there").body);
}));
app.get("/moved", (c) => c.redirect("/users/1", 301));
app.get("/teapot", () => { throw new HTTPException(418, { message: "short and stout" }); });
app.get("/broken", () => { throw new TypeError("deliberate"); });
app.route("/api", new Hono().get("/version", (c) => c.json({ version: 4, url: c.req.url })));
app.notFound((c) => c.json({ missing: c.req.path }, 404));
app.onError((error, c) => error instanceof HTTPException ? error.getResponse() : c.text(`${error.name}: ${error.message}`, 400));

export default app;
