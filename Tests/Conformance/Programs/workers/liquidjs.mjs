import { Liquid, Tag } from "liquidjs";

const engine = new Liquid({
  cache: true, timezoneOffset: 0,
  templates: {
    layout: "<main>{% block body %}default{% endblock %}</main>",
    row: "<td>{{ name | escape }}</td><td>{{ price | times: qty | round: 2 }}</td>",
  },
});
engine.registerFilter("shout", (text, mark = "!") => String(text).toUpperCase() + mark);
engine.registerTag("repeat", class extends Tag {
  constructor(token, remaining, liquid) { super(token, remaining, liquid); this.count = Number(token.args); }
  *render(context, emitter) { for (let i = 0; i < this.count; i++) emitter.write(`[${i}]`); }
});
// Made anew for each request, because {% increment %} writes into it.
const makeData = () => ({ items: [{ name: "Tea <1>", price: 2.345, qty: 2 }, { name: "Milk", price: 1, qty: 3 }, { name: "Salt", price: 0.5, qty: 1 }], user: { name: "ada" }, when: "2020-02-29T12:34:56Z", later: Promise.resolve("awaited") });
const pages = {
  "/loop": "<table>{% for i in items limit:2 %}<tr class=\"{% cycle 'odd','even' %}\">{% render 'row', name: i.name, price: i.price, qty: i.qty %}</tr>{% endfor %}</table>{% for n in (1..7) reversed %}{% if n == 3 %}{% break %}{% endif %}{{ forloop.index0 }}={{ n }}{% unless forloop.last %},{% endunless %}{% endfor %}",
  "/filters": "{{ user.name | capitalize | append: ' L.' | shout: '?' }} {{ items | map: 'name' | sort_natural | join: '; ' }} {{ 'a,b,,c' | split: ',' | compact | size }} {{ items | where: 'qty', 3 | map: 'name' }} {{ 'x y' | url_encode }} {{ '<p>t</p>' | strip_html }} {{ 7 | divided_by: 2 }} {{ 'long text here' | truncatewords: 2 }}",
  "/layout": "{% layout 'layout' %}{% block body %}{% assign n = items | size %}{% case n %}{% when 1 %}one{% when 3 %}three{% else %}many{% endcase %}{% capture c %}{{ n }} items{% endcapture %} {{ c | upcase }}{% endblock %}",
  "/misc": "{%- comment %} gone {% endcomment -%}{% raw %}{{ raw }}{% endraw %} {% repeat 3 %} {% increment k %}{% increment k %} {{ later }} {% liquid assign z = 'q'\n echo z %} {{ nothing | default: 'dflt' }} {{ when | date: '%Y/%m/%d %H:%M %a %j' }}",
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const data = makeData();
    if (pathname === "/render") {
      try { return new Response(await engine.parseAndRender(await request.text(), data, { strictVariables: true })); }
      catch (error) { return Response.json({ name: error.name, message: error.message }, { status: 400 }); }
    }
    if (pathname === "/value") return Response.json([await engine.evalValue("items | map: 'qty' | sum", data), engine.evalValueSync("user.name contains 'da' and items.size > 2", data)]);
    const page = pages[pathname];
    return page ? new Response(await engine.parseAndRender(page, data), { headers: { "content-type": "text/html; charset=utf-8" } }) : new Response("?", { status: 404 });
  },
};
