// Writes normalization.bin, the Unicode data of this folder, from the normalisation of the node that runs this:
//   node generate-normalization.mjs normalization.bin
// Format: see NormalizationData.cs. Numbers are LEB128; the whole is compressed with raw deflate.
import { writeFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

const [target] = process.argv.slice(2);
const out = [];
const number = n => { for (; n > 127; n >>>= 7) out.push((n & 127) | 128); out.push(n); };
const isSurrogate = c => c >= 0xd800 && c < 0xe000;
const isHangul = c => c >= 0xac00 && c <= 0xd7a3;
const points = s => [...s].map(x => x.codePointAt(0));

// 1. The version of Unicode: major, minor.
process.versions.unicode.split(".").slice(0, 2).forEach(n => number(Number(n)));

// 2. Canonical combining classes, found by how normalisation orders two marks; only their order and zero matter. Runs of (length,
// rank) until the code space is full.
const marks = [];
for (let c = 0x300; c < 0x110000; c++) if (!isSurrogate(c) && /\p{M}/u.test(String.fromCodePoint(c))) marks.push(String.fromCodePoint(c));
const swaps = (a, b) => ("a" + a + b).normalize("NFD") !== "a" + a.normalize("NFD") + b.normalize("NFD");
// A mark of class zero neither moves nor lets others pass: it swaps with none of the two extremes.
const least = "\u0334", most = "\u0345"; // classes 1 and 240
const moving = marks.filter(m => m.normalize("NFD") === m && (swaps(m, least) || swaps(most, m)));
const ranks = [];
for (const m of moving) {
  let lo = 0, hi = ranks.length;
  while (lo < hi) { const mid = (lo + hi) >> 1; if (swaps(ranks[mid][0], m)) hi = mid; else if (swaps(m, ranks[mid][0])) lo = mid + 1; else { lo = hi = -1; ranks[mid].push(m); } }
  if (lo >= 0) ranks.splice(lo, 0, [m]);
}
const classOf = new Map();
ranks.forEach((group, i) => group.forEach(m => classOf.set(m.codePointAt(0), i + 1)));
let start = 0, current = 0;
for (let c = 1; c <= 0x110000; c++) {
  const rank = c < 0x110000 ? classOf.get(c) ?? 0 : -1;
  if (rank !== current) { number(c - start); number(current); start = c; current = rank; }
}

// 3. Decompositions without Hangul: count, then (delta, canonical: count, code points, first of the composing pair or 0 where there
// are any; compatible: count, code points, 0 where it is the canonical one).
const decompositions = [];
for (let c = 0xa0; c < 0x110000; c++) {
  if (isSurrogate(c) || isHangul(c)) continue;
  const s = String.fromCodePoint(c), canonical = s.normalize("NFD"), compatible = s.normalize("NFKD");
  if (compatible === s) continue;
  const parts = canonical === s ? [] : points(canonical);
  let first = 0;
  if (parts.length && s.normalize("NFC") === s) {
    const head = points(String.fromCodePoint(...parts.slice(0, -1)).normalize("NFC"));
    // Composing in place counts on a composite being as long as its first.
    if (head.length !== 1 || (head[0] > 0xffff) !== (c > 0xffff)) throw new Error("no pair for " + c.toString(16));
    first = head[0];
  }
  const others = compatible === canonical ? [] : points(compatible);
  if ((s.normalize("NFKC") === s) !== (others.length === 0 && first !== 0)) throw new Error("no rule for " + c.toString(16));
  decompositions.push([c, parts, first, others]);
}
number(decompositions.length);
let previous = 0;
for (const [c, parts, first, others] of decompositions) {
  number(c - previous);
  previous = c;
  number(parts.length);
  parts.forEach(number);
  if (parts.length) number(first);
  number(others.length);
  others.forEach(number);
}
writeFileSync(target, deflateRawSync(Buffer.from(out), { level: 9 }));
console.log(out.length, "bytes raw;", ranks.length, "classes;", decompositions.length, "decompositions; unicode", process.versions.unicode);
