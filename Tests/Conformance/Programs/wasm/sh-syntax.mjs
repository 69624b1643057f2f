// A parser and printer of shell scripts (TinyGo, with its wasm_exec and asyncify): started anew for each request.
import module from "sh-syntax/main.wasm";

// TinyGo's wasm_exec looks for a file system, and asks Node.js for one that is not there.
globalThis.fs = {};
await import("sh-syntax/vendors/wasm_exec");
const { getProcessor, LangVariant } = await import("sh-syntax");
const run = getProcessor((imports) => WebAssembly.instantiate(module, imports));

const scripts = {
  "/print": "#!/bin/bash\nif [ -n \"$1\" ];then echo   \"ä€ ${1^^}\" >&2 ;else for f in *.txt;do cat $f|sort  -u>>out&&rm -f \"$f\";done;fi\n",
  "/here": "cat <<-EOF |  tr a-z A-Z\n\t$(date +%s) `id`\n\tEOF\ncase $x in a|b) y=$((1+2*3));; *) ((i++));; esac\nf(){ local -a q=(1 2 3); echo ${q[@]:1} & wait; }\n",
};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const script = scripts[pathname] ?? (await request.text());
    try {
      if (searchParams.has("tree")) return Response.json(await run(script, { filepath: "a.sh" }));
      const variant = searchParams.has("posix") ? LangVariant.LangPOSIX : LangVariant.LangBash;
      return new Response(await run(script, { filepath: "a.sh", print: true, variant, minify: searchParams.has("minify"), useTabs: searchParams.has("tabs") }));
    } catch (error) {
      return Response.json({ text: error.Text, position: error.Pos, message: error.message }, { status: 400 });
    }
  },
};
