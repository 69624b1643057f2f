// node:assert (https://nodejs.org/api/assert.html).
import { inspect } from "node:util";
import { isRegExp } from "node:util/types";
import { isDeepEqual } from "pureedge:node/equality";

export class AssertionError extends Error {
  constructor({ message, actual, expected, operator } = {}) {
    super(message ?? `${inspect(actual)} ${operator} ${inspect(expected)}`);
    this.name = "AssertionError";
    this.code = "ERR_ASSERTION";
    this.generatedMessage = message === undefined || message === null;
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
  }
  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

const operators = {
  equal: "==", notEqual: "!=", strictEqual: "Expected values to be strictly equal:\n\n%a !== %e\n", notStrictEqual: "Expected \"actual\" to be strictly unequal to: %e",
  deepEqual: "Expected values to be loosely deep-equal:\n\n%a\n\nshould loosely deep-equal\n\n%e", notDeepEqual: "Expected \"actual\" not to be loosely deep-equal to: %e",
  deepStrictEqual: "Expected values to be strictly deep-equal:\n%a\n\nshould equal\n\n%e", notDeepStrictEqual: "Expected \"actual\" not to be strictly deep-equal to: %e",
  partialDeepStrictEqual: "Expected values to be partially and strictly deep-equal:\n%a\n\nshould contain\n\n%e",
};

function fails(operator, actual, expected, message) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message ?? messageOf(operator, actual, expected), actual, expected, operator });
  error.generatedMessage = message === undefined;
  if (operator === "equal" || operator === "notEqual") error.operator = operators[operator];
  throw error;
}

function messageOf(operator, actual, expected) {
  const template = operators[operator];
  if (template.length === 2) return `${inspect(actual)} ${template} ${inspect(expected)}`;
  return template.replace(/%[ae]/g, (which) => inspect(which === "%a" ? actual : expected));
}

function requireTwo(count) {
  if (count < 2) {
    const error = new TypeError("The \"actual\" and \"expected\" arguments must be specified");
    error.code = "ERR_MISSING_ARGS";
    throw error;
  }
}

export function ok(...args) {
  const [value, message] = args;
  if (value) return;
  if (message instanceof Error) throw message;
  const generated = args.length === 0 ? "No value argument passed to `assert.ok()`" : "The expression evaluated to a falsy value";
  const error = new AssertionError({ message: message ?? generated, actual: value, expected: true, operator: "==" });
  error.generatedMessage = message === undefined;
  throw error;
}

function assert(...args) {
  ok(...args);
}

export function equal(actual, expected, message) {
  requireTwo(arguments.length);
  if (!(actual == expected || (Number.isNaN(actual) && Number.isNaN(expected)))) fails("equal", actual, expected, message);
}
export function notEqual(actual, expected, message) {
  requireTwo(arguments.length);
  if (actual == expected || (Number.isNaN(actual) && Number.isNaN(expected))) fails("notEqual", actual, expected, message);
}
export function strictEqual(actual, expected, message) {
  requireTwo(arguments.length);
  if (!Object.is(actual, expected)) fails("strictEqual", actual, expected, message);
}
export function notStrictEqual(actual, expected, message) {
  requireTwo(arguments.length);
  if (Object.is(actual, expected)) fails("notStrictEqual", actual, expected, message);
}
export function deepEqual(actual, expected, message) {
  requireTwo(arguments.length);
  if (!isDeepEqual(actual, expected, false)) fails("deepEqual", actual, expected, message);
}
export function notDeepEqual(actual, expected, message) {
  requireTwo(arguments.length);
  if (isDeepEqual(actual, expected, false)) fails("notDeepEqual", actual, expected, message);
}
export function deepStrictEqual(actual, expected, message) {
  requireTwo(arguments.length);
  if (!isDeepEqual(actual, expected, true)) fails("deepStrictEqual", actual, expected, message);
}
export function notDeepStrictEqual(actual, expected, message) {
  requireTwo(arguments.length);
  if (isDeepEqual(actual, expected, true)) fails("notDeepStrictEqual", actual, expected, message);
}

function contains(actual, expected) {
  if (isDeepEqual(actual, expected, true)) return true;
  if (actual === null || expected === null || typeof actual !== "object" || typeof expected !== "object" || Array.isArray(actual) !== Array.isArray(expected)) return false;
  if (expected instanceof Map) return actual instanceof Map && [...expected].every(([key, value]) => actual.has(key) && contains(actual.get(key), value));
  if (expected instanceof Set) return actual instanceof Set && [...expected].every((value) => [...actual].some((other) => contains(other, value)));
  if (Array.isArray(expected)) {
    let at = 0;
    return expected.every((value) => {
      while (at < actual.length) if (contains(actual[at++], value)) return true;
      return false;
    });
  }
  return Reflect.ownKeys(expected).every((key) => Object.hasOwn(actual, key) && contains(actual[key], expected[key]));
}
export function partialDeepStrictEqual(actual, expected, message) {
  requireTwo(arguments.length);
  if (!contains(actual, expected)) fails("partialDeepStrictEqual", actual, expected, message);
}

// Whether a message is ours.
function withOrigin(error, message) {
  error.generatedMessage = message === undefined;
  return error;
}

export function fail(message) {
  if (message instanceof Error) throw message;
  throw withOrigin(new AssertionError({ message: message ?? "Failed", operator: "fail" }), message);
}

export function match(text, regexp, message) {
  checkMatch(text, regexp, message, true);
}
export function doesNotMatch(text, regexp, message) {
  checkMatch(text, regexp, message, false);
}
function checkMatch(text, regexp, message, wanted) {
  if (!isRegExp(regexp)) throw argumentError("regexp", "an instance of RegExp", regexp);
  if (typeof text === "string" && (RegExp.prototype.exec.call(regexp, text) !== null) === wanted) return;
  if (message instanceof Error) throw message;
  const generated = typeof text !== "string"
    ? `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`
    : `The input ${wanted ? "did not match" : "was expected to not match"} the regular expression ${inspect(regexp)}. Input:\n\n${inspect(text)}\n`;
  throw withOrigin(new AssertionError({ message: message ?? generated, actual: text, expected: regexp, operator: wanted ? "match" : "doesNotMatch" }), message);
}

function argumentError(name, expected, value) {
  const error = new TypeError(`The "${name}" argument must be ${expected}. Received ${inspect(value)}`);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

const nothing = Symbol("nothing");

function thrownBy(fn) {
  if (typeof fn !== "function") throw argumentError("fn", "of type function", fn);
  try {
    fn();
  } catch (error) {
    return error;
  }
  return nothing;
}

async function rejectedBy(promiseOrFunction) {
  let promise = promiseOrFunction;
  if (typeof promise === "function") {
    promise = promise();
    if (typeof promise?.then !== "function") throw Object.assign(new TypeError(`Expected instance of Promise to be returned from the "promiseFn" function but got ${inspect(promise)}.`), { code: "ERR_INVALID_RETURN_VALUE" });
  } else if (typeof promise?.then !== "function") {
    throw argumentError("promiseFn", "of type function or an instance of Promise", promise);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return nothing;
}

function expectsError(operator, actual, expected, message) {
  if (typeof expected === "string") {
    message = expected;
    expected = undefined;
  }
  if (actual === nothing) {
    const what = operator === "rejects" ? "rejection" : "exception";
    const detail = `${expected?.name ? ` (${expected.name})` : ""}${message ? `: ${message}` : "."}`;
    throw new AssertionError({ message: `Missing expected ${what}${detail}`, expected, operator });
  }
  if (expected !== undefined) checkError(operator, actual, expected, message);
}

function checkError(operator, actual, expected, message) {
  const refuse = (generated) => {
    if (message instanceof Error) throw message;
    const error = new AssertionError({ message: message ?? generated, actual, expected, operator });
    error.generatedMessage = message === undefined;
    throw error;
  };
  if (typeof expected === "function") {
    if (expected.prototype !== undefined && actual instanceof expected) return;
    if (Error.isPrototypeOf(expected) || expected === Error) refuse(`The error is expected to be an instance of "${expected.name}". Received ${actual?.constructor?.name ? `"${actual.constructor.name}"` : inspect(actual)}`);
    if (expected.call({}, actual) !== true) refuse(`The ${expected.name ? `"${expected.name}" ` : ""}validation function is expected to return "true". Received ${inspect(expected.call({}, actual))}`);
    return;
  }
  if (typeof expected !== "object" || expected === null) throw argumentError("expected", "of type function or an instance of Error, RegExp, or Object", expected);
  if (isRegExp(expected)) {
    if (RegExp.prototype.exec.call(expected, String(actual)) === null) refuse(`The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(actual))}\n`);
    return;
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push("name", "message");
  else if (keys.length === 0) throw Object.assign(new TypeError("The argument 'error' may not be an empty object. Received {}"), { code: "ERR_INVALID_ARG_VALUE" });
  for (const key of keys) {
    if (typeof actual?.[key] === "string" && isRegExp(expected[key]) && RegExp.prototype.exec.call(expected[key], actual[key]) !== null) continue;
    if (actual === null || typeof actual !== "object" || !(key in actual) || !isDeepEqual(actual[key], expected[key], true)) refuse(`Expected values to be strictly deep-equal: the property ${inspect(key)} is ${inspect(actual?.[key])}, expected ${inspect(expected[key])}`);
  }
}

export function throws(fn, expected, message) {
  expectsError("throws", thrownBy(fn), expected, message);
}
export async function rejects(promise, expected, message) {
  expectsError("rejects", await rejectedBy(promise), expected, message);
}
export function doesNotThrow(fn, expected, message) {
  unwanted("doesNotThrow", thrownBy(fn), expected, message);
}
export async function doesNotReject(promise, expected, message) {
  unwanted("doesNotReject", await rejectedBy(promise), expected, message);
}
function unwanted(operator, actual, expected, message) {
  if (actual === nothing) return;
  if (typeof expected === "string") {
    message = expected;
    expected = undefined;
  }
  if (expected === undefined || (typeof expected === "function" && expected.prototype !== undefined && actual instanceof expected) || (isRegExp(expected) && expected.test(String(actual)))) {
    const what = operator === "doesNotReject" ? "rejection" : "exception";
    throw new AssertionError({ message: `Got unwanted ${what}${message ? `: ${message}` : "."}\nActual message: "${actual?.message}"`, actual, expected, operator });
  }
  throw actual;
}

export function ifError(value) {
  if (value === null || value === undefined) return;
  const text = typeof value === "object" && typeof value.message === "string" ? (value.message.length === 0 && value.constructor ? value.constructor.name : value.message) : inspect(value);
  throw new AssertionError({ message: `ifError got unwanted exception: ${text}`, actual: value, expected: null, operator: "ifError" });
}

const all = {
  AssertionError, ok, fail, equal, notEqual, strictEqual, notStrictEqual, deepEqual, notDeepEqual, deepStrictEqual, notDeepStrictEqual, partialDeepStrictEqual, match, doesNotMatch,
  throws, rejects, doesNotThrow, doesNotReject, ifError,
};
Object.assign(assert, all);
export const strict = Object.assign((...args) => ok(...args), all, { equal: strictEqual, notEqual: notStrictEqual, deepEqual: deepStrictEqual, notDeepEqual: notDeepStrictEqual });
strict.strict = strict;
assert.strict = strict;
export default assert;
