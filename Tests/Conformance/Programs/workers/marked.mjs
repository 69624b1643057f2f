import { Lexer, Marked, marked } from "marked";

const own = new Marked({ gfm: true, breaks: true }, {
  renderer: { heading({ tokens, depth }) { return `<h${depth} id="h-${this.parser.parseInline(tokens).replace(/\W+/g, "-").toLowerCase()}">${this.parser.parseInline(tokens)}</h${depth}>\n`; } },
  extensions: [{
    name: "mention", level: "inline",
    start: (src) => src.indexOf("@"),
    tokenizer(src) { const m = /^@(\w+)/.exec(src); return m ? { type: "mention", raw: m[0], name: m[1] } : undefined; },
    renderer: (token) => `<a href="/u/${token.name}">@${token.name}</a>`,
  }],
  async: true,
  walkTokens: async (token) => { if (token.type === "link") { await Promise.resolve(); token.href += "?ref=x"; } },
});

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    switch (pathname) {
      case "/html": return new Response(marked.parse(text), { headers: { "content-type": "text/html; charset=utf-8" } });
      case "/inline": return new Response(marked.parseInline(text), { headers: { "content-type": "text/html" } });
      case "/own": return new Response(await own.parse(text), { headers: { "content-type": "text/html" } });
      case "/tokens": return Response.json(Lexer.lex(text));
      default: return new Response("?", { status: 404 });
    }
  },
};
