// Bundles the workers of this folder and says how each is measured: node prepare.mjs OUTPUT_FOLDER
// Prints one line of JSON: { workerd, deno, workers: [{ name, bundle, request (HTTP/1.1, base64), ...the rest of its "bench" }] }.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import esbuild from "esbuild";
import workerd from "workerd";

const output = process.argv[2];
const folder = join(dirname(fileURLToPath(import.meta.url)), "Workers");

// As wrangler does. The description is no part of the worker: with "export default" alone it is shaken off.
const bundle = (contents, outfile, tree = {}) =>
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
  await bundle(`export { bench } from "./${file}";`, description, { platform: "node", conditions: [], mainFields: ["module", "main"] });
  const { bench } = await import(pathToFileURL(description));
  await bundle(`export { default } from "./${file}";`, join(output, `${name}.js`));
  const { method, path, headers, body, ...rest } = bench;
  workers.push({ name, bundle: join(output, `${name}.js`), request: requestOf(name, bench).toString("base64"), ...rest });
}

const deno = createRequire(import.meta.url).resolve("deno/package.json");
const denoExecutable = readdirSync(join(dirname(deno), "../@deno")).map((x) => join(dirname(deno), "../@deno", x, process.platform === "win32" ? "deno.exe" : "deno")).find(existsSync);
console.log(JSON.stringify({ workerd: workerd.default, deno: denoExecutable, workers }));
