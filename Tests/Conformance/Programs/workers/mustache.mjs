import Mustache from "mustache";

const view = {
  title: "Prices & <offers>", empty: [], none: null, zero: 0,
  items: [{ name: "tea", price: 3.5, tags: ["hot", "green"] }, { name: "milk", price: 1, tags: [] }],
  shout: () => (text, render) => render(text).toUpperCase() + "!",
  total() { return this.items.reduce((sum, x) => sum + x.price, 0).toFixed(2); },
  deep: { er: { value: "down here" } },
};
const partials = { item: "<li>{{name}} {{price}}{{#tags}} #{{.}}{{/tags}}</li>\n", loop: "[{{#deep}}{{er.value}}{{/deep}}]" };
const templates = {
  "/escape": "{{title}} | {{{title}}} | {{&title}}",
  "/sections": "{{#items}}{{>item}}{{/items}}{{^empty}}nothing{{/empty}}{{#none}}never{{/none}}{{^zero}}zero is falsy{{/zero}}",
  "/lambda": "{{#shout}}total {{total}}{{/shout}} {{deep.er.value}} {{>loop}}{{! a comment }}",
  "/delimiters": "{{=<% %>=}}<% title %> {{literal}} <%={{ }}=%>{{deep.er.value}}",
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/parse") return Response.json(Mustache.parse("a {{b}} {{#c}}{{{d}}}{{/c}}"));
    if (pathname === "/render") {
      const { template, data } = await request.json();
      try { return new Response(Mustache.render(template, data, {}, { escape: (x) => `[${x}]` })); }
      catch (error) { return new Response(error.message, { status: 400 }); }
    }
    const template = templates[pathname];
    return template ? new Response(Mustache.render(template, view, partials), { headers: { "content-type": "text/html" } }) : new Response("no template", { status: 404 });
  },
};
