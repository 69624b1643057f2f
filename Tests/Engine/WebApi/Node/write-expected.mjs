// Writes expected.txt: what Node.js makes of each line of expressions.txt. node write-expected.mjs
import { readFileSync, writeFileSync } from "node:fs";

const names = ["assert", "buffer", "crypto", "events", "path", "process", "querystring", "stream", "string_decoder", "timers", "url", "util", "wasi", "zlib"];
const modules = await Promise.all(names.map((name) => import(`node:${name}`).then((module) => module.default)));
const folder = new URL("./", import.meta.url);
const caught = (f) => { try { return f(); } catch (e) { return `${e.name}|${e.code}|${e.message}`; } };
const lines = readFileSync(new URL("expressions.txt", folder), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const results = [];
for (const line of lines) results.push(JSON.stringify(await new Function(...names, "caught", `return (${line});`)(...modules, caught)) ?? "undefined");
writeFileSync(new URL("expected.txt", folder), results.join("\n") + "\n");
