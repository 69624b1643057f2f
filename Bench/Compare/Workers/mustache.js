import Mustache from "mustache";
import { orders } from "../Lib/orders.js";

export const bench = { summary: "a mustache template with 50 items" };

const template = "<h1>{{title}}</h1><ul>{{#orders}}<li>{{id}} {{customer}} {{#lines}}<b>{{sku}}</b> x {{quantity}}{{/lines}}</li>{{/orders}}</ul>";
const data = { title: "Orders", orders: orders(50) };

export default {
  fetch() {
    return new Response(Mustache.render(template, data), { headers: { "content-type": "text/html" } });
  },
};
