// Bundles every worker of this folder the way wrangler does: node bundle.mjs OUTPUT_FOLDER
// Prints one line of JSON: where workerd is, and for each program its bundle or why it could not be made.
import { readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import workerd from "workerd";

const output = process.argv[2];
const workers = join(fileURLToPath(new URL(".", import.meta.url)), "workers");
const programs = {};
for (const file of readdirSync(workers).filter((x) => x.endsWith(".mjs") || x.endsWith(".jsx")).sort()) {
  const name = basename(file, extname(file));
  const outfile = join(output, name + ".mjs");
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
    });
    programs[name] = { bundle: outfile };
  } catch (error) {
    programs[name] = { error: error.message };
  }
}
console.log(JSON.stringify({ workerd: workerd.default, programs }));
