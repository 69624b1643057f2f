// Writes idna.bin, the Unicode data of this folder, from the data of the npm package tr46, whose version follows Unicode's. It should
// be that of Limits/Metering/Normalization/normalization.bin, with which domains are normalised:
//   npm pack tr46 && tar xzf tr46-*.tgz && node generate-data.mjs package idna.bin
// Format: see IdnaData.cs. Numbers are LEB128; the whole is compressed with raw deflate.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { deflateRawSync } from "node:zlib";

const require = createRequire(import.meta.url);
const [folder, target] = process.argv.slice(2);
const table = require(resolve(folder, "lib/mappingTable.json"));
const r = require(resolve(folder, "lib/regexes.js"));
const out = [];
const number = n => { for (; n > 127; n >>>= 7) out.push((n & 127) | 128); out.push(n); };
const isSurrogate = c => c >= 0xd800 && c < 0xe000;

// 1. Status and mapping: runs of (length, kind[, count, code points]) until the code space is full.
const kinds = { 2: 0, 6: 0, 7: 1, 1: 2, 3: 3 };
let at = 0;
for (const [where, status, mapping] of table) {
  const [from, to] = Array.isArray(where) ? where : [where, where];
  if (from > at) { number(from - at); number(3); }
  number(to - from + 1);
  number(kinds[status]);
  if (kinds[status] === 2) { const cps = [...mapping]; number(cps.length); cps.forEach(c => number(c.codePointAt(0))); }
  at = to + 1;
}
if (at < 0x110000) { number(0x110000 - at); number(3); }

// 2. Properties: runs of (length, bits).
const dual = "\u0628";
const properties = c => {
  if (isSurrogate(c)) return 0;
  const s = String.fromCodePoint(c);
  const bidi = r.bidiS1LTR.test(s) ? 1 : r.bidiS1RTL.test(s) ? 2 : r.bidiS4EN.test(s) ? 3 : r.bidiS4AN.test(s) ? 4
    : r.bidiS3.test("\u05d0" + s) ? 5 : r.bidiS2.test(s) ? 6 : 0;
  const before = r.validZWNJ.test(s + "\u200c" + dual) ? 1 : 0;
  const after = r.validZWNJ.test(dual + "\u200c" + s) ? 2 : 0;
  const transparent = !before && !after && r.validZWNJ.test(dual + s + "\u200c" + dual) ? 4 : 0;
  return bidi | (before | after | transparent) << 3 | (r.combiningMarks.test(s) ? 64 : 0) | (r.combiningClassVirama.test(s) ? 128 : 0);
};
const runs = (value) => {
  let start = 0, current = value(0);
  for (let c = 1; c <= 0x110000; c++) {
    const v = c < 0x110000 ? value(c) : -1;
    if (v !== current) { number(c - start); number(current); start = c; current = v; }
  }
};
runs(properties);

writeFileSync(target, deflateRawSync(Buffer.from(out), { level: 9 }));
console.log(out.length, "bytes raw");
