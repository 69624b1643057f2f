import { Cause, Context, Data, Effect, Exit, Layer, Option, Ref, Schedule, Schema, Stream } from "effect";

class NotFound extends Data.TaggedError("NotFound") {}
class Store extends Context.Service()("Store") {}
const StoreLive = Layer.succeed(Store, { get: (id) => (id === "1" ? Effect.succeed({ id, name: "Ann" }) : Effect.fail(new NotFound({ id }))) });
const Person = Schema.Struct({ name: Schema.String, age: Schema.Number, tags: Schema.Array(Schema.String) });

const routes = {
  "/generators": Effect.gen(function* () {
    const ref = yield* Ref.make(0);
    yield* Effect.forEach([1, 2, 3, 4], (n) => Ref.update(ref, (x) => x + n), { concurrency: "unbounded" });
    return { sum: yield* Ref.get(ref), all: yield* Effect.all([Effect.succeed("a"), Effect.promise(async () => "b")]) };
  }),
  "/services": Effect.gen(function* () {
    const store = yield* Store;
    const found = yield* store.get("1");
    const missing = yield* store.get("2").pipe(Effect.catchTag("NotFound", (error) => Effect.succeed(`no ${error.id}`)));
    return { found, missing };
  }).pipe(Effect.provide(StoreLive)),
  "/retries": Effect.gen(function* () {
    let tries = 0;
    const flaky = Effect.suspend(() => (++tries < 4 ? Effect.fail(`try ${tries}`) : Effect.succeed(`after ${tries}`)));
    const given = yield* Effect.exit(Effect.retry(Effect.fail("always"), Schedule.recurs(2)));
    return { got: yield* Effect.retry(flaky, Schedule.recurs(5)), failed: Exit.isFailure(given) };
  }),
  "/resources": Effect.gen(function* () {
    const log = [];
    const resource = Effect.acquireRelease(Effect.sync(() => (log.push("open"), 7)), () => Effect.sync(() => log.push("close")));
    const value = yield* Effect.scoped(Effect.map(resource, (n) => (log.push("use"), n * 2)));
    return { log, value };
  }),
  "/streams": Effect.map(
    Stream.runCollect(Stream.range(1, 10).pipe(Stream.filter((n) => n % 2 === 0), Stream.mapEffect((n) => Effect.succeed(n * n)), Stream.take(4))),
    (chunk) => [...chunk],
  ),
  "/schema": Effect.gen(function* () {
    const decode = Schema.decodeUnknownEffect(Person);
    const good = yield* decode({ name: "Ann", age: 3, tags: ["x"] });
    const bad = yield* Effect.exit(decode({ name: "Ann", age: "3", tags: [] }));
    return { good, bad: Exit.isFailure(bad), some: Option.getOrElse(Option.map(Option.some(2), (n) => n + 1), () => 0) };
  }),
  "/defects": Effect.map(Effect.exit(Effect.die(new RangeError("bug"))), (exit) => (Exit.isFailure(exit) ? `${Cause.squash(exit.cause)}` : "passed")),
};

export default {
  async fetch(request) {
    const route = routes[new URL(request.url).pathname];
    return route ? Response.json(await Effect.runPromise(route)) : new Response("?", { status: 404 });
  },
};
