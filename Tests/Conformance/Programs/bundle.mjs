// Bundles every worker of this folder the way wrangler does: node bundle.mjs OUTPUT_FOLDER [SUBFOLDER]
// Those of the folder "node" have the compatibility flag nodejs_compat: they import modules of Node.js from the runtime.
// Those of the folder "wasm" import modules of WebAssembly, so each gets a folder of its own with them beside the bundle.
// Prints one line of JSON: where workerd is, and for each program its bundle or why it could not be made.
import { readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import workerd from "workerd";

const output = process.argv[2];
const folder = process.argv[3] ?? "workers";
const workers = join(fileURLToPath(new URL(".", import.meta.url)), folder);

// What CommonJS requires becomes an import, as a module has no other way to it.
const nodeModules = {
  name: "node-modules",
  setup(build) {
    const filter = new RegExp(`^(node:)?(${builtinModules.join("|")})$`);
    build.onResolve({ filter }, ({ path, kind }) => (kind === "require-call" ? { path, namespace: "required" } : { path, external: true }));
    build.onLoad({ filter: /.*/, namespace: "required" }, ({ path }) => ({ contents: `import theirs from ${JSON.stringify(path)}; module.exports = theirs;`, loader: "js" }));
  },
};
const programs = {};
for (const file of readdirSync(workers).filter((x) => x.endsWith(".mjs") || x.endsWith(".jsx")).sort()) {
  const name = basename(file, extname(file));
  const outfile = folder === "wasm" ? join(output, name, name + ".mjs") : join(output, name + ".mjs");
  try {
    await esbuild.build({
      entryPoints: [join(workers, file)],
      outfile,
      bundle: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      conditions: ["workerd", "worker", "browser"],
      mainFields: ["browser", "module", "main"],
      define: { "process.env.NODE_ENV": '"production"' },
      keepNames: true,
      minify: false,
      logLevel: "silent",
      loader: { ".wasm": "copy" },
      assetNames: "[name]",
      // Glue that runs in Node.js too asks for its modules there, and there only.
      external: folder === "wasm" ? ["node:*"] : [],
      plugins: folder === "node" ? [nodeModules] : [],
    });
    programs[name] = { bundle: outfile };
  } catch (error) {
    programs[name] = { error: error.message };
  }
}
console.log(JSON.stringify({ workerd: workerd.default, programs }));
