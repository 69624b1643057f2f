// Deep equality, loose and strict, as node:assert describes it (https://nodejs.org/api/assert.html#comparison-details_1).
import native from "pureedge:native/node:util";

const { kindOf } = native;

function sameKeys(a, b, isStrict, seen) {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) if (!Object.hasOwn(b, key) || !equal(a[key], b[key], isStrict, seen)) return false;
  if (!isStrict) return true;
  const symbols = (o) => Object.getOwnPropertySymbols(o).filter((s) => Object.prototype.propertyIsEnumerable.call(o, s));
  const ours = symbols(a);
  if (ours.length !== symbols(b).length) return false;
  return ours.every((s) => Object.prototype.propertyIsEnumerable.call(b, s) && equal(a[s], b[s], isStrict, seen));
}

function sameMembers(a, b, isStrict, seen) {
  if (a.size !== b.size) return false;
  const isMap = kindOf(a) === "Map";
  const left = [];
  for (const [key, value] of isMap ? a : a.entries()) {
    if (typeof key !== "object" || key === null) {
      if (b.has(key) && (!isMap || equal(value, b.get(key), isStrict, seen))) continue;
      if (isStrict) return false;
    } else if (b.has(key) && (!isMap || equal(value, b.get(key), isStrict, seen))) continue;
    left.push([key, value]);
  }
  if (left.length === 0) return true;
  const candidates = [...b.entries()].filter(([key]) => !a.has(key) || typeof key === "object");
  return left.every(([key, value]) => {
    const at = candidates.findIndex(([otherKey, otherValue]) => equal(key, otherKey, isStrict, seen) && (!isMap || equal(value, otherValue, isStrict, seen)));
    if (at < 0) return false;
    candidates.splice(at, 1);
    return true;
  });
}

function equal(a, b, isStrict, seen) {
  if (a === b) return a !== 0 || !isStrict || Object.is(a, b);
  if (isStrict ? typeof a !== "object" || typeof b !== "object" || a === null || b === null : a === null || typeof a !== "object" || b === null || typeof b !== "object") {
    if (isStrict) return Object.is(a, b);
    if ((a === null || typeof a !== "object") && (b === null || typeof b !== "object")) return a == b || (Number.isNaN(a) && Number.isNaN(b));
    return false;
  }
  if (isStrict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const kind = kindOf(a);
  if (kind !== kindOf(b) || Array.isArray(a) !== Array.isArray(b) || Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  switch (kind) {
    case "Date":
      if (!Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b))) return false;
      break;
    case "RegExp":
      if (a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
      break;
    case "Error":
      if (a.message !== b.message || a.name !== b.name || !equal(a.cause, b.cause, isStrict, seen) || !equal(a.errors, b.errors, isStrict, seen)) return false;
      break;
    case "TypedArray":
    case "DataView":
    case "ArrayBuffer": {
      if (a.byteLength !== b.byteLength) return false;
      if (kind === "TypedArray" && /Float/.test(a[Symbol.toStringTag])) {
        for (let i = 0; i < a.length; i++) if (isStrict ? !Object.is(a[i], b[i]) : a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
        return true;
      }
      const bytes = (x) => (kind === "ArrayBuffer" ? Buffer.from(x) : Buffer.from(x.buffer, x.byteOffset, x.byteLength));
      return bytes(a).equals(bytes(b));
    }
    case "WeakMap":
    case "WeakSet":
    case "Promise":
      return false;
    default:
      if (kind.startsWith("Boxed ") && !Object.is(a.valueOf(), b.valueOf())) return false;
  }
  for (let i = 0; i < seen.length; i += 2) if (seen[i] === a) return seen[i + 1] === b;
  seen.push(a, b);
  const result = (!Array.isArray(a) || a.length === b.length) && (kind !== "Map" && kind !== "Set" || sameMembers(a, b, isStrict, seen)) && sameKeys(a, b, isStrict, seen);
  seen.length -= 2;
  return result;
}

export const isDeepEqual = (a, b, isStrict) => equal(a, b, isStrict, []);
