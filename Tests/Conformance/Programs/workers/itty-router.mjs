import { AutoRouter, cors, error, html, json, StatusError, text, withContent, withParams } from "itty-router";

const { preflight, corsify } = cors({ origin: ["https://app.example"], allowMethods: ["GET", "POST"], credentials: true, maxAge: 30 });
const router = AutoRouter({
  before: [preflight, withParams],
  // corsify forgets the status of the response it copies, so only requests that bring an origin get it.
  finally: [(response, request) => (request.headers.has("origin") ? corsify(response, request) : response)],
});

router
  .get("/", () => "plain string")
  .get("/things/:id", ({ id, query }) => ({ id, query }))
  .get("/files/:path+", ({ path }) => text(path))
  .get("/image.:ext?", ({ ext }) => html(`<img alt="${ext ?? "no extension"}">`))
  .post("/echo", withContent, ({ content }) => json({ content, kind: typeof content }, { status: 201 }))
  .get("/guarded", ({ headers }) => headers.get("x-key") === "open" ? undefined : error(401, { reason: "no key" }), () => ({ guarded: true }))
  .get("/throws", () => { throw new StatusError(409, { detail: "conflict on purpose" }); })
  .get("/nothing", () => null);

export default { fetch: (request, env, ctx) => router.fetch(request, env, ctx) };
