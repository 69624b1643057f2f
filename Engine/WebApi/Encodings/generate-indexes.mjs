// Writes indexes.bin, the indexes of the Encoding standard, from the data of the npm package text-encoding:
//   npm pack text-encoding && tar xzf text-encoding-*.tgz && node generate-indexes.mjs package indexes.bin
// Format: see EncodingIndex.cs. Numbers are LEB128; the whole is compressed with raw deflate.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { deflateRawSync } from "node:zlib";

const require = createRequire(import.meta.url);
const [folder, target] = process.argv.slice(2);
const indexes = require(resolve(folder, "lib/encoding-indexes.js"))["encoding-indexes"];
// What GB 18030-2022 moved out of the private use area (the package has the older edition).
const moved = new Map([
  [0xe78d, 0xfe10], [0xe78e, 0xfe12], [0xe78f, 0xfe11], [0xe790, 0xfe13], [0xe791, 0xfe14], [0xe792, 0xfe15], [0xe793, 0xfe16],
  [0xe794, 0xfe17], [0xe795, 0xfe18], [0xe796, 0xfe19], [0xe81e, 0x9fb4], [0xe826, 0x9fb5], [0xe82b, 0x9fb6], [0xe82c, 0x9fb7],
  [0xe832, 0x9fb8], [0xe843, 0x9fb9], [0xe854, 0x9fba], [0xe864, 0x9fbb],
]);
const out = [];
const number = n => { for (; n > 127; n >>>= 7) out.push((n & 127) | 128); out.push(n); };
const delta = n => number(n < 0 ? -2 * n - 1 : 2 * n);
const names = Object.keys(indexes);
number(names.length);
for (const name of names) {
  // The ranges of gb18030 are pairs of pointer and code point; all others are code points by pointer.
  const values = name === "gb18030-ranges" ? indexes[name].flat() : indexes[name].map(c => c === null ? 0 : name === "gb18030" ? moved.get(c) ?? c : c);
  number(name.length);
  out.push(...Buffer.from(name, "latin1"));
  number(values.length);
  let previous = 0;
  for (const v of values) { delta(v - previous); previous = v; }
}
writeFileSync(target, deflateRawSync(Buffer.from(out), { level: 9 }));
console.log(names.join(" "), out.length, "bytes raw");
