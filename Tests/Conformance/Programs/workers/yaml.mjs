import { Document, isMap, LineCounter, parse, parseAllDocuments, parseDocument, Scalar, stringify, visit, YAMLMap } from "yaml";

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    switch (pathname) {
      case "/parse": return Response.json(parse(text, { merge: true }));
      case "/all": return Response.json(parseAllDocuments(text).map((d) => d.toJS()));
      case "/stringify": return new Response(stringify(JSON.parse(text), { lineWidth: 40, sortMapEntries: true }), { headers: { "content-type": "application/yaml" } });
      case "/edit": {
        const doc = parseDocument(text);
        doc.setIn(["server", "port"], 8080);
        doc.addIn(["server", "hosts"], "c.example");
        doc.deleteIn(["old"]);
        visit(doc, { Scalar(key, node) { if (key !== "key" && typeof node.value === "string") node.type = Scalar.QUOTE_DOUBLE; } });
        doc.commentBefore = " edited";
        return new Response(doc.toString());
      }
      case "/errors": {
        const lineCounter = new LineCounter();
        const doc = parseDocument(text, { lineCounter, prettyErrors: false });
        return Response.json({ errors: doc.errors.map((e) => [e.code, e.message, lineCounter.linePos(e.pos[0])]), warnings: doc.warnings.map((w) => w.message) }, { status: 422 });
      }
      case "/tags": {
        const upper = { tag: "!upper", resolve: (value) => value.toUpperCase() };
        const doc = parseDocument(text, { customTags: (tags) => [...tags, upper, "set", "timestamp", "binary"] });
        const js = doc.toJS();
        return Response.json({ up: js.up, set: [...js.set], when: js.when.toISOString(), bin: [...js.bin], map: isMap(doc.contents) });
      }
      case "/create": {
        const doc = new Document({ a: [1, { b: 2 }] });
        const shared = doc.createNode({ x: 1 });
        shared.anchor = "s";
        const map = new YAMLMap();
        map.set("first", shared); map.set("second", doc.createAlias(shared, "s"));
        doc.set("refs", map);
        return new Response(String(doc));
      }
      default: return new Response("?", { status: 404 });
    }
  },
};
