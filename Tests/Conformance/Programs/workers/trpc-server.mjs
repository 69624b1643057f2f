import { initTRPC, TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";

const t = initTRPC.context().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => ({ ...shape, data: { ...shape.data, cause: error.cause?.message ?? null } }),
});
const authed = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: "UNAUTHORIZED", message: "log in first" });
  return next({ ctx: { user: ctx.user } });
});
const number = (value) => {
  if (typeof value?.n !== "number") throw new Error("n must be a number");
  return value;
};
const appRouter = t.router({
  hello: t.procedure.input((x) => String(x ?? "world")).query(({ input }) => `hello ${input}`),
  square: t.procedure.input(number).query(async ({ input }) => ({ n: input.n, square: input.n ** 2 })),
  me: authed.query(({ ctx }) => ctx.user),
  add: t.procedure.input(number).mutation(({ input, ctx }) => { ctx.resHeaders.set("x-mutated", "yes"); return input.n + 1; }),
  count: t.procedure.subscription(async function* () { for (let i = 0; i < 3; i++) yield i; }),
  nested: t.router({ deep: t.procedure.query(() => ["a", { b: null }]) }),
});

export default {
  fetch: (request) => fetchRequestHandler({
    endpoint: "/trpc",
    req: request,
    router: appRouter,
    createContext: ({ req, resHeaders }) => ({ user: req.headers.get("x-user"), resHeaders }),
    responseMeta: ({ errors }) => ({ headers: { "cache-control": errors.length ? "no-store" : "max-age=1" } }),
  }),
};
