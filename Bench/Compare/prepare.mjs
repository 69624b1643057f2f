// Bundles the workers of this folder and says how each is measured: node prepare.mjs OUTPUT_FOLDER
// Prints one line of JSON: { workerd, deno, workers: [{ name, bundle, modules (name: file), request (HTTP/1.1, base64), ...the rest of its "bench" }] }.
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import esbuild from "esbuild";
import createWabt from "wabt";
import workerd from "workerd";

const output = process.argv[2];
const folder = join(dirname(fileURLToPath(import.meta.url)), "Workers");

const wabt = await createWabt();

// Modules of WebAssembly stay modules beside the bundle, as with wrangler; texts are assembled first.
const wasm = (modules) => ({
  name: "wasm",
  setup(build) {
    build.onResolve({ filter: /\.(wasm|wat)$/ }, async ({ path, resolveDir, pluginData, kind }) => {
      if (pluginData === wasm) return;
      const found = await build.resolve(path, { resolveDir, kind, pluginData: wasm });
      if (found.errors.length) return found;
      if (!modules) return { path: "none", namespace: "none", sideEffects: false };
      const name = basename(found.path).replace(/\.wat$/, ".wasm");
      const file = join(output, name);
      if (found.path.endsWith(".wasm")) copyFileSync(found.path, file);
      else writeFileSync(file, wabt.parseWat(found.path, readFileSync(found.path, "utf8")).toBinary({}).buffer);
      modules[name] = file;
      return { path: "./" + name, external: true };
    });
    build.onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export default null;" }));
  },
});

// As wrangler does. The description is no part of the worker: with "export default" alone it is shaken off.
const bundle = (contents, outfile, modules, tree = {}) =>
  esbuild.build({
    stdin: { contents, resolveDir: folder },
    outfile,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
    plugins: [wasm(modules)],
    ...tree,
  });

const requestOf = (name, { method = "GET", path = "/", headers = {}, body }) => {
  const bytes = body ? Buffer.from(body()) : null;
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${name}.localhost`, ...Object.entries(headers).map(([k, v]) => `${k}: ${v}`)];
  if (bytes) lines.push(`Content-Length: ${bytes.length}`);
  return Buffer.concat([Buffer.from(lines.join("\r\n") + "\r\n\r\n"), bytes ?? Buffer.alloc(0)]);
};

const workers = [];
const files = [...readdirSync(folder), ...readdirSync(join(folder, "Other")).map((x) => `Other/${x}`)];
for (const file of files.filter((x) => x.endsWith(".js")).sort()) {
  const name = basename(file, ".js");
  const description = join(output, `${name}.bench.mjs`);
  await bundle(`export { bench } from "./${file}";`, description, null, { platform: "node", conditions: [], mainFields: ["module", "main"] });
  const { bench } = await import(pathToFileURL(description));
  const modules = {};
  await bundle(`export { default } from "./${file}";`, join(output, `${name}.js`), modules);
  const { method, path, headers, body, ...rest } = bench;
  workers.push({ name, bundle: join(output, `${name}.js`), modules, request: requestOf(name, bench).toString("base64"), ...rest });
}

const deno = createRequire(import.meta.url).resolve("deno/package.json");
const denoExecutable = readdirSync(join(dirname(deno), "../@deno")).map((x) => join(dirname(deno), "../@deno", x, process.platform === "win32" ? "deno.exe" : "deno")).find(existsSync);
console.log(JSON.stringify({ workerd: workerd.default, deno: denoExecutable, workers }));
