import { z } from "zod";
import { orders } from "../Lib/orders.js";

export const bench = { summary: "zod validates 8 orders", method: "POST", body: () => JSON.stringify(orders(8)) };

const Order = z.object({
  id: z.number().int().positive(),
  customer: z.string().min(3).max(40),
  tags: z.array(z.enum(["new", "paid", "open"])),
  lines: z.array(z.object({ sku: z.string().regex(/^A\d+$/), quantity: z.number().int().min(1), price: z.number().positive() })).min(1),
});
const Orders = z.array(Order);

export default {
  async fetch(request) {
    const result = Orders.safeParse(await request.json());
    return result.success ? Response.json({ count: result.data.length }) : Response.json(result.error.issues, { status: 400 });
  },
};
