// esbuild (Go, with wasm_exec): started anew for each request, as its timers belong to one.
import * as esbuild from "esbuild-wasm";
import wasmModule from "esbuild-wasm/esbuild.wasm";

const sources = {
  "/typescript": ["enum Colour { Red = 1, Green }\nexport class Box<T extends object> { constructor(private readonly value: T, public name?: string) {} get(): T { return this.value!; } }\nexport const c: Colour = Colour.Green satisfies Colour;\n", { loader: "ts" }],
  "/jsx": ["export default ({ items }) => <ul class='a'>{items.map((i) => <li key={i}>{i ?? <b>none</b>}</li>)}<></></ul>;\n", { loader: "jsx", jsx: "automatic" }],
  "/minify": ["export function sum(numbers) { let total = 0; for (const number of numbers) { if (false) console.log(total); total += number ** 2; } return total; }\nconst unused = 1 + 2;\n", { minify: true, target: "es2015", sourcemap: "inline", sourcefile: "sum.js" }],
  "/css": [".a { color: #ff0000; & .b { margin: 0px 0px; } } @media (width >= 400px) { .c { inset: 0 } }", { loader: "css", minify: true, target: "chrome90" }],
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    await esbuild.initialize({ wasmModule, worker: false });
    try {
      const [source, options] = sources[pathname] ?? [await request.text(), { loader: "tsx" }];
      const { code, warnings } = await esbuild.transform(source, options);
      return Response.json({ code, warnings: warnings.map(({ text }) => text) });
    } catch (error) {
      return Response.json({ errors: error.errors.map(({ text, location }) => ({ text, location })) }, { status: 400 });
    } finally {
      esbuild.stop();
    }
  },
};
