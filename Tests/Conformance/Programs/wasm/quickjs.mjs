// QuickJS (C, by Emscripten): an interpreter of JavaScript inside, with a context for each request.
import variant from "@jitl/quickjs-wasmfile-release-sync";
import wasmModule from "@jitl/quickjs-wasmfile-release-sync/wasm";
import { newQuickJSWASMModuleFromVariant, newVariant } from "quickjs-emscripten-core";

const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule }));

const programs = {
  "/fibonacci": "const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2)); [fib(15), 2n ** 70n + '', 0.1 + 0.2]",
  "/library": "[...'héllo'].map((c, i) => c.codePointAt(0) * i).concat(JSON.stringify({ a: [1, { b: new Date(0).toISOString() }] }), 'aXbX'.replaceAll(/x/gi, (m) => `<${m}>`), Math.hypot(3, 4), parseFloat('1e-7') + '')",
  "/host": "host('from inside', 41) + 1",
  "/promise": "let log = []; (async () => { log.push(1); await null; log.push(2); })(); log.push(0); globalThis.log = log; 'started'",
  "/throws": "(function outer() { throw new RangeError('too far'); })()",
  "/forever": "let i = 0; while (true) i++",
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const runtime = quickjs.newRuntime();
    let calls = 0;
    runtime.setInterruptHandler(() => ++calls > 2);
    const context = runtime.newContext();
    try {
      const host = context.newFunction("host", (text, number) => context.newNumber(context.getString(text).length + context.getNumber(number)));
      context.setProp(context.global, "host", host);
      host.dispose();
      const result = context.evalCode(programs[pathname] ?? (await request.text()), "program.js");
      if (result.error) {
        const error = context.dump(result.error);
        result.error.dispose();
        return Response.json({ name: error.name, message: error.message }, { status: 400 });
      }
      const value = context.dump(result.value);
      result.value.dispose();
      const jobs = runtime.executePendingJobs();
      const count = context.unwrapResult(jobs);
      return Response.json({ value, count, log: context.getProp(context.global, "log").consume(context.dump) });
    } finally {
      context.dispose();
      runtime.dispose();
    }
  },
};
