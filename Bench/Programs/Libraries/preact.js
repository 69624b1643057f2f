import { h } from "preact";
import { renderToString } from "preact-render-to-string";

const Item = ({ name, price }) => h("li", { class: price > 50 ? "dear" : "cheap" }, name, ": ", h("b", null, price));
const List = ({ items }) => h("ul", null, items.map((item) => h(Item, { key: item.name, ...item })));
const items = Array.from({ length: 20 }, (_, i) => ({ name: "item" + i, price: i * 7 }));
globalThis.run = () => renderToString(h(List, { items }));
