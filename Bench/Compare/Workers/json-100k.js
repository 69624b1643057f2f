import { orders } from "../Lib/orders.js";

export const bench = { summary: "JSON of 100 KB in, changed, out", atLeast: 1, references: true, method: "POST", body: () => JSON.stringify(orders(800)) };

export { default } from "../Lib/totals.js";
