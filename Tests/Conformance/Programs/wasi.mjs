// What Node.js makes of a program of WASI preview 1: node wasi.mjs MODULE ARGUMENTS...
// Prints one line of JSON: the exit code, and what the program wrote to its standard output and error output.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [kind, ...rest] = process.argv.slice(2);
if (kind === "--run") {
  const { WASI } = await import("node:wasi");
  const [module, ...args] = rest;
  const wasi = new WASI({ version: "preview1", args });
  process.exitCode = wasi.start(new WebAssembly.Instance(new WebAssembly.Module(readFileSync(module)), wasi.getImportObject()));
} else {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", fileURLToPath(import.meta.url), "--run", kind, ...rest], { encoding: "utf8", input: "" });
  console.log(JSON.stringify({ code: status, stdout, stderr }));
}
