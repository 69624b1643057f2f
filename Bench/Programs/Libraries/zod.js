import { z } from "zod";

const Order = z.object({
  id: z.number().int().positive(),
  name: z.string().min(1).max(50),
  tags: z.array(z.string()),
  lines: z.array(z.object({ sku: z.string().regex(/^[a-z]\d+$/), n: z.number() })),
});
const order = { id: 17, name: "Ada", tags: ["a", "b"], lines: [{ sku: "x1", n: 2 }, { sku: "y2", n: 5 }] };
globalThis.run = () => {
  let good = 0;
  for (let i = 0; i < 20; i++) {
    good += Order.safeParse({ ...order, id: i - 2 }).success ? 1 : 0;
  }
  return good;
};
