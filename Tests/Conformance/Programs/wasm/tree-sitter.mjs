// Tree-sitter (C, by Emscripten) with a grammar that it links at run time (a side module).
import { Language, Parser, Query } from "web-tree-sitter";
import runtime from "web-tree-sitter/web-tree-sitter.wasm";
import grammar from "tree-sitter-json/tree-sitter-json.wasm";

await Parser.init({
  instantiateWasm(imports, done) {
    const instance = new WebAssembly.Instance(runtime, imports);
    done(instance, runtime);
    return instance.exports;
  },
});
const json = Language.loadSync(grammar);

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const source = request.method === "POST" ? await request.text() : '{"a": [1, -2.5e3, true, null], "b": {"c": "d\\n\\u00e9"}}';
    const parser = new Parser();
    parser.setLanguage(json);
    const tree = parser.parse(source);
    try {
      switch (pathname) {
        case "/query": {
          const query = new Query(json, '(pair key: (string) @key value: (_) @value) (number) @number (#match? @key "a|c")');
          const found = query.captures(tree.rootNode).map(({ name, node }) => [name, node.text, node.startIndex, node.endPosition.column]);
          query.delete();
          return Response.json(found);
        }
        case "/edit": {
          tree.edit({ startIndex: 1, oldEndIndex: 1, newEndIndex: 9, startPosition: { row: 0, column: 1 }, oldEndPosition: { row: 0, column: 1 }, newEndPosition: { row: 0, column: 9 } });
          const edited = parser.parse(source[0] + '"é": 0, ' + source.slice(1), tree);
          const ranges = tree.getChangedRanges(edited).map(({ startIndex, endIndex }) => [startIndex, endIndex]);
          const result = { ranges, tree: edited.rootNode.toString() };
          edited.delete();
          return Response.json(result);
        }
        case "/language":
          return Response.json({ version: json.abiVersion, types: json.nodeTypeCount, fields: json.fieldCount, names: Array.from({ length: json.nodeTypeCount }, (_, i) => json.nodeTypeForId(i)) });
        default: {
          const names = [];
          const cursor = tree.walk();
          for (let more = true; more; more = cursor.gotoFirstChild() || cursor.gotoNextSibling() || (cursor.gotoParent() && cursor.gotoNextSibling())) names.push(cursor.nodeType);
          cursor.delete();
          return Response.json({ tree: tree.rootNode.toString(), hasError: tree.rootNode.hasError, names });
        }
      }
    } finally {
      tree.delete();
      parser.delete();
    }
  },
};
