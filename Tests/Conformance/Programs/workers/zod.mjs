import { z } from "zod";

const Address = z.object({ street: z.string().min(1), zip: z.string().regex(/^\d{5}$/), country: z.enum(["DE", "FR", "US"]) });
const User = z.strictObject({
  name: z.string().trim().min(2).max(20),
  age: z.coerce.number().int().gte(0).lt(150),
  email: z.email().optional(),
  role: z.union([z.literal("admin"), z.literal("user")]).default("user"),
  tags: z.array(z.string()).max(3).transform((list) => list.map((x) => x.toUpperCase())),
  address: Address.partial({ zip: true }),
});
const Shape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("circle"), radius: z.number().positive() }),
  z.object({ kind: z.literal("square"), side: z.number().positive() }),
]);
const Tree = z.object({ value: z.number(), get children() { return z.array(Tree); } });
const Password = z.object({ password: z.string().min(4), again: z.string() })
  .refine((x) => x.password === x.again, { error: "the passwords differ", path: ["again"] });
const Checked = z.string().refine(async (value) => (await Promise.resolve(value.length)) % 2 === 0, "must have an even length");
const schemas = { user: User, shape: Shape, tree: Tree, password: Password, checked: Checked,
  map: z.record(z.string(), z.bigint().or(z.number())), pipe: z.string().pipe(z.transform((x) => x.length)).pipe(z.number().max(3)) };

export default {
  async fetch(request) {
    const url = new URL(request.url);
    const name = url.pathname.slice(1);
    if (name === "schema") return Response.json(z.toJSONSchema(User, { io: "input" }));
    const result = await schemas[name].safeParseAsync(await request.json());
    if (result.success) return Response.json(result.data);
    return Response.json({ issues: result.error.issues, tree: z.treeifyError(result.error), pretty: z.prettifyError(result.error) }, { status: 422 });
  },
};
