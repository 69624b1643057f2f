// Oniguruma, the regular expressions of TextMate's grammars (C, by Emscripten).
import { OnigScanner, OnigString, loadWASM } from "vscode-oniguruma";
import onig from "vscode-oniguruma/release/onig.wasm";

await loadWASM({ instantiator: async (imports) => ({ instance: await WebAssembly.instantiate(onig, imports) }), print() {} });

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const { patterns, text } = pathname === "/tokens"
      ? { patterns: ["\\b(?:const|let|return)\\b", "(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)", "\"(?:[^\"\\\\]|\\\\.)*\"", "\\d+(?:\\.\\d+)?", "[^\\s]"], text: 'const größe = "a\\"b" + x1 * 3.14; return größe 😀 + 日本' }
      : await request.json();
    try {
      const scanner = new OnigScanner(patterns);
      const string = new OnigString(text);
      const found = [];
      for (let at = 0; at <= text.length;) {
        const match = scanner.findNextMatchSync(string, at);
        if (match === null) break;
        found.push([match.index, ...match.captureIndices.map(({ start, end }) => [start, end])]);
        at = Math.max(match.captureIndices[0].end, at + 1);
      }
      string.dispose();
      scanner.dispose();
      return Response.json(found);
    } catch (error) {
      return Response.json({ error: error.message }, { status: 400 });
    }
  },
};
