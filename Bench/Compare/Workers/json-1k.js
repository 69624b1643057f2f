import { orders } from "../Lib/orders.js";

export const bench = { summary: "JSON of 1 KB in, changed, out", atLeast: 1, references: true, method: "POST", body: () => JSON.stringify(orders(8)) };

export { default } from "../Lib/totals.js";
