import * as v from "valibot";

const Order = v.object({
  id: v.pipe(v.string(), v.uuid()),
  email: v.pipe(v.string(), v.trim(), v.email(), v.toLowerCase()),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
  note: v.optional(v.pipe(v.string(), v.maxLength(12)), "none"),
  items: v.pipe(v.array(v.tuple([v.string(), v.number()])), v.nonEmpty(), v.transform((x) => Object.fromEntries(x))),
});
const Payment = v.variant("type", [
  v.object({ type: v.literal("card"), number: v.pipe(v.string(), v.creditCard()) }),
  v.strictObject({ type: v.literal("iban"), code: v.pipe(v.string(), v.regex(/^[A-Z]{2}\d+$/, "not an IBAN")) }),
]);
const Range = v.pipe(
  v.object({ from: v.number(), to: v.number() }),
  v.forward(v.partialCheck([["from"], ["to"]], (x) => x.from <= x.to, "from must not be after to"), ["to"]),
);
const Later = v.pipeAsync(v.string(), v.checkAsync(async (x) => (await Promise.resolve(x)) !== "taken", "is taken"));
const schemas = { order: Order, payment: Payment, range: Range, later: Later, day: v.pipe(v.string(), v.isoDate()), picked: v.pick(Order, ["quantity"]) };

export default {
  async fetch(request) {
    const schema = schemas[new URL(request.url).pathname.slice(1)];
    if (!schema) return new Response("no such schema", { status: 404 });
    const result = await v.safeParseAsync(schema, await request.json());
    return result.success
      ? Response.json(result.output)
      : Response.json({ flat: v.flatten(result.issues), issues: result.issues.map((x) => [x.kind, x.type, x.expected, x.received, v.getDotPath(x), x.message]) }, { status: 422 });
  },
};
