import { Elysia, t } from "elysia";

class Counter {
  #n = 0;
  add(n) { return (this.#n += n); }
}

const app = new Elysia({ aot: false })
  .onRequest(({ set }) => { set.headers["x-served-by"] = "elysia"; })
  .onError(({ code, error, set }) => {
    if (code === "NOT_FOUND") return "nothing here";
    if (code === "VALIDATION") { set.status = 422; return { code, fields: error.all.map((x) => x.path) }; }
    return { code, message: error.message };
  })
  .decorate("version", 3)
  .derive(({ headers }) => ({ user: headers["x-user"] ?? null }))
  .get("/", () => "Hello Elysia")
  .get("/user/:id", ({ params: { id }, query, user }) => ({ id, query, user }), { params: t.Object({ id: t.Number() }) })
  .get("/files/*", ({ params }) => params["*"])
  .post("/sum", ({ body }) => ({ sum: body.numbers.reduce((a, b) => a + b, 0), label: body.label }), {
    body: t.Object({ numbers: t.Array(t.Number()), label: t.Optional(t.String({ maxLength: 5 })) }),
  })
  .post("/form", ({ body }) => body)
  .get("/cookie", ({ cookie: { visits } }) => { visits.value = Number(visits.value ?? 0) + 1; return `visit ${visits.value}`; })
  .get("/status", ({ status }) => status(418, "teapot"))
  .group("/v1", (v1) => v1.guard({ beforeHandle: ({ user, status }) => (user ? undefined : status(401)) }, (g) => g.get("/me", ({ user, version }) => ({ user, version, total: new Counter().add(version) }))));

export default { fetch: (request) => app.fetch(request) };
