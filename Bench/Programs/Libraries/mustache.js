import Mustache from "mustache";

const template = "<ul>{{#items}}<li class=\"{{kind}}\">{{name}}: {{price}}</li>{{/items}}{{^items}}<li>none</li>{{/items}}</ul>";
const items = Array.from({ length: 50 }, (_, i) => ({ name: "item <" + i + ">", kind: i % 2 ? "odd" : "even", price: i * 3 }));
globalThis.run = () => Mustache.render(template, { items });
