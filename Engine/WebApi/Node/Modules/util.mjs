// node:util (https://nodejs.org/api/util.html). How values look is the console's doing; an object's own [inspect.custom] is asked at the top only.
import native from "pureedge:native/node:util";
import types from "node:util/types";
import { isDeepEqual } from "pureedge:node/equality";

const { kindOf } = native;
const custom = Symbol.for("nodejs.util.inspect.custom");
const promisifyCustom = Symbol.for("nodejs.util.promisify.custom");

function typeError(code, message) {
  const error = new TypeError(message);
  error.code = code;
  return error;
}

export function inspect(value, options, ...rest) {
  const settings = typeof options === "object" && options !== null ? options : { showHidden: options, depth: rest[0] };
  const depth = settings.depth === null ? Infinity : settings.depth ?? 2;
  if (settings.customInspect !== false && value !== null && (typeof value === "object" || typeof value === "function") && kindOf(value) !== "Proxy") {
    const own = value[custom];
    if (typeof own === "function" && own !== inspect) {
      const shown = own.call(value, depth, { ...inspect.defaultOptions, ...settings, stylize: (text) => text }, inspect);
      if (shown !== value) return typeof shown === "string" ? shown : inspect(shown, settings);
    }
  }
  return native.inspect(value, depth);
}
inspect.custom = custom;
inspect.defaultOptions = { showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100, maxStringLength: 10000, breakLength: 128, compact: 3, sorted: false, getters: false, numericSeparator: false };
inspect.colors = Object.assign(Object.create(null), { reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], inverse: [7, 27], black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39], gray: [90, 39], grey: [90, 39] });
inspect.styles = Object.assign(Object.create(null), { special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey", null: "bold", string: "green", symbol: "green", date: "magenta", regexp: "red", module: "underline" });

export function format(...args) {
  return formatWithOptions({}, ...args);
}

function stringOf(value, options) {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Error && typeof value.toString === "function") return String(value);
  let owner = value;
  while (owner !== null && !Object.hasOwn(owner, "toString")) owner = Object.getPrototypeOf(owner);
  const isOwn = owner !== null && owner !== Object.prototype && owner !== Array.prototype && kindOf(value) === "Object" && !/native code/.test(Function.prototype.toString.call(owner.toString));
  return isOwn ? String(value) : inspect(value, { ...options, depth: 0 });
}

function numberOf(value) {
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "symbol" ? "NaN" : inspect(Number(value));
}

function jsonOf(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (/circular|cyclic/i.test(error.message)) return "[Circular]";
    throw error;
  }
}

export function formatWithOptions(options, ...args) {
  let next = 0;
  let text = "";
  if (typeof args[0] === "string") {
    next = 1;
    text = args.length === 1 ? args[0] : args[0].replace(/%([sdifjoOc%])/g, (match, kind) => {
      if (kind === "%") return "%";
      if (next >= args.length) return match;
      const value = args[next++];
      switch (kind) {
        case "s": return stringOf(value, options);
        case "d": return numberOf(value);
        case "i": return typeof value === "bigint" ? `${value}n` : typeof value === "symbol" ? "NaN" : inspect(parseInt(value, 10));
        case "f": return typeof value === "symbol" ? "NaN" : inspect(parseFloat(value));
        case "j": return jsonOf(value);
        case "o": return inspect(value, { ...options, depth: 4 });
        case "O": return inspect(value, options);
        default: return "";
      }
    });
  }
  const rest = args.slice(next).map((value) => (typeof value === "string" ? value : inspect(value, options)));
  if (next === 0) return rest.join(" ");
  return [text, ...rest].join(" ");
}

export function promisify(original) {
  if (typeof original !== "function") throw typeError("ERR_INVALID_ARG_TYPE", `The "original" argument must be of type function. Received ${inspect(original)}`);
  if (original[promisifyCustom]) {
    if (typeof original[promisifyCustom] !== "function") throw typeError("ERR_INVALID_ARG_TYPE", "The \"util.promisify.custom\" property must be of type function.");
    return Object.defineProperty(original[promisifyCustom], promisifyCustom, { value: original[promisifyCustom], configurable: true });
  }
  function promisified(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...args, (error, value) => (error ? reject(error) : resolve(value))]);
    });
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  Object.defineProperty(promisified, promisifyCustom, { value: promisified, configurable: true });
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = promisifyCustom;

export function callbackify(original) {
  if (typeof original !== "function") throw typeError("ERR_INVALID_ARG_TYPE", `The "original" argument must be of type function. Received ${inspect(original)}`);
  function callbackified(...args) {
    const callback = args.pop();
    if (typeof callback !== "function") throw typeError("ERR_INVALID_ARG_TYPE", `The last argument must be of type function. Received ${inspect(callback)}`);
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(callback, null, value),
      (reason) => {
        if (!reason) {
          const error = new Error(`Promise was rejected with falsy value`);
          error.code = "ERR_FALSY_VALUE_REJECTION";
          error.reason = reason;
          reason = error;
        }
        process.nextTick(callback, reason);
      });
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === "number") descriptors.length.value++;
  if (typeof descriptors.name.value === "string") descriptors.name.value += "Callbackified";
  return Object.defineProperties(callbackified, descriptors);
}

export function inherits(constructor, parent) {
  if (typeof constructor !== "function") throw typeError("ERR_INVALID_ARG_TYPE", `The "ctor" argument must be of type function. Received ${inspect(constructor)}`);
  if (typeof parent !== "function") throw typeError("ERR_INVALID_ARG_TYPE", `The "superCtor" argument must be of type function. Received ${inspect(parent)}`);
  if (parent.prototype === undefined) throw typeError("ERR_INVALID_ARG_TYPE", "The \"superCtor.prototype\" property must be of type object. Received undefined");
  Object.defineProperty(constructor, "super_", { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

export function deprecate(fn) {
  return fn;
}
export function debuglog() {
  const log = () => {};
  log.enabled = false;
  return log;
}
export const debug = debuglog;

export function stripVTControlCharacters(text) {
  if (typeof text !== "string") throw typeError("ERR_INVALID_ARG_TYPE", `The "str" argument must be of type string. Received ${inspect(text)}`);
  return text.replace(/[\u001B\u009B][[\]()#;?]*(?:(?:(?:[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?\u0007|(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~])/g, "");
}

export function styleText(style, text) {
  let [before, after] = ["", ""];
  for (const name of [style].flat()) {
    const codes = inspect.colors[name];
    if (codes === undefined) throw typeError("ERR_INVALID_ARG_VALUE", `The argument 'format' must be one of: ${Object.keys(inspect.colors).join(", ")}. Received ${inspect(name)}`);
    before += `\u001b[${codes[0]}m`;
    after = `\u001b[${codes[1]}m${after}`;
  }
  return before + text + after;
}

export function toUSVString(text) {
  return String(text).toWellFormed();
}

export async function aborted(signal, resource) {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

export function isDeepStrictEqual(a, b) {
  return isDeepEqual(a, b, true);
}
export function parseArgs() {
  throw new Error("util.parseArgs() has no meaning in a worker, which has no command line.");
}
export class MIMEType {
  constructor(text) {
    const match = /^\s*([^/\s]+)\/([^;\s]+)\s*(?:;(.*))?$/.exec(text);
    if (match === null) throw typeError("ERR_INVALID_MIME_SYNTAX", `The MIME syntax for a type in "${text}" is invalid`);
    this.type = match[1].toLowerCase();
    this.subtype = match[2].toLowerCase();
    this.params = new Map((match[3] ?? "").split(";").map((p) => p.trim().split("=")).filter((p) => p.length === 2).map(([k, v]) => [k.toLowerCase(), v.replace(/^"(.*)"$/, "$1")]));
  }
  get essence() {
    return `${this.type}/${this.subtype}`;
  }
  toString() {
    return [this.essence, ...[...this.params].map(([k, v]) => `${k}=${v}`)].join(";");
  }
}

export const TextEncoder = globalThis.TextEncoder;
export const TextDecoder = globalThis.TextDecoder;
export const isArray = Array.isArray;
export const isBoolean = (x) => typeof x === "boolean";
export const isNull = (x) => x === null;
export const isNullOrUndefined = (x) => x == null;
export const isNumber = (x) => typeof x === "number";
export const isString = (x) => typeof x === "string";
export const isSymbol = (x) => typeof x === "symbol";
export const isUndefined = (x) => x === undefined;
export const isRegExp = types.isRegExp;
export const isObject = (x) => x !== null && typeof x === "object";
export const isDate = types.isDate;
export const isError = (x) => types.isNativeError(x) || x instanceof Error;
export const isFunction = (x) => typeof x === "function";
export const isPrimitive = (x) => x === null || (typeof x !== "object" && typeof x !== "function");
export { types };

export default {
  inspect, format, formatWithOptions, promisify, callbackify, inherits, deprecate, debuglog, debug, stripVTControlCharacters, styleText, toUSVString, aborted, isDeepStrictEqual,
  parseArgs, MIMEType, TextEncoder, TextDecoder, types, isArray, isBoolean, isNull, isNullOrUndefined, isNumber, isString, isSymbol, isUndefined, isRegExp, isObject, isDate,
  isError, isFunction, isPrimitive,
};
