import { createElement as h } from "react";
import { renderToString } from "react-dom/server.edge";
import { orders } from "../Lib/orders.js";

export const bench = { summary: "react renders 50 items" };

const items = orders(50);
const Item = ({ order }) => h("li", { className: "item", "data-id": order.id }, h("b", null, order.customer), ` ${order.lines[0].sku} x ${order.lines[0].quantity}`);
const Page = () => h("main", null, h("h1", null, "Orders"), h("ul", null, items.map((order) => h(Item, { order, key: order.id }))));

export default {
  fetch() {
    return new Response(renderToString(h(Page)), { headers: { "content-type": "text/html" } });
  },
};
