// Bundles every library program of this folder as a script that defines run(): node bundle.mjs OUTPUT_FOLDER
// The libraries are those that the tests of Tests/Conformance install.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const installed = resolve(here, "../../../Tests/Conformance/Programs");
const esbuild = createRequire(join(installed, "package.json"))("esbuild");
await esbuild.build({
  entryPoints: readdirSync(here).filter((x) => x.endsWith(".js")).map((x) => join(here, x)),
  outdir: process.argv[2],
  nodePaths: [join(installed, "node_modules")],
  bundle: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "error",
});
