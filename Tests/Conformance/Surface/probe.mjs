// Describes everything that a script can reach by name: for each property of each global and prototype its descriptor, the name and
// length of its functions, and what those do when their receiver is none of their own.
// In a request, since some of workerd's getters may be called only there.

const show = (key) => (typeof key === 'symbol' ? `[${key.description}]` : key);

const kindOf = (value) => {
  if (typeof value === 'function') return 'function';
  if (typeof value === 'object' && value !== null) return `object ${Object.prototype.toString.call(value).slice(8, -1)}`;
  return `${typeof value} ${String(value)}`;
};

const flags = (d) => `${d.writable ? 'w' : '-'}${d.enumerable ? 'e' : '-'}${d.configurable ? 'c' : '-'}`;

const nameOf = (error) => (typeof error === 'object' && error !== null ? error.name : String(error));

// What a call with a foreign receiver gives. A promise is awaited, so that its rejection tells.
const brand = async (f) => {
  try {
    const result = f.call({});
    if (typeof result?.then !== 'function') return 'returns';
    try {
      await result;
      return 'fulfils';
    } catch (error) {
      return `rejects ${nameOf(error)}`;
    }
  } catch (error) {
    return `throws ${nameOf(error)}`;
  }
};

// Not called: what would end or change the probe itself.
const uncalled = new Set(['__lookupGetter__', '__lookupSetter__', '__defineGetter__', '__defineSetter__']);

// What has a name of its own is described there, and not again where else it stands.
const seen = new Set();
const lines = {};

const isWalked = (value) =>
  (typeof value === 'object' && value !== null) || (typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null);

const property = async (path, object, key, isPrototype) => {
  const where = `${path}${typeof key === 'symbol' ? '' : '.'}${show(key)}`;
  const d = Object.getOwnPropertyDescriptor(object, key);
  if (key === 'prototype' || (key === 'constructor' && isPrototype)) {
    lines[where] = `${flags(d)} ${typeof d.value}`;
  } else if (d.get || d.set) {
    lines[where] = `-${d.enumerable ? 'e' : '-'}${d.configurable ? 'c' : '-'} accessor`;
    if (d.get) lines[`${where} get`] = `${d.get.name}/${d.get.length}`;
    if (d.set) lines[`${where} set`] = `${d.set.name}/${d.set.length}`;
    if (d.get && isPrototype) lines[`${where} of another`] = await brand(d.get);
  } else {
    lines[where] = `${flags(d)} ${kindOf(d.value)}`;
    if (typeof d.value === 'function' && !isWalked(d.value)) {
      lines[`${where} function`] = `${d.value.name}/${d.value.length}`;
      if (isPrototype && !uncalled.has(key)) lines[`${where} of another`] = await brand(d.value);
    }
    if (isWalked(d.value)) await walk(where, d.value);
  }
};

const prototype = async (path, value) => {
  if (seen.has(value)) return;
  seen.add(value);
  const above = Object.getPrototypeOf(value);
  lines[`${path} extends`] = above === null ? 'null' : above.constructor?.name ?? 'an object';
  for (const key of Reflect.ownKeys(value)) await property(path, value, key, true);
};

const walk = async (path, value) => {
  if (seen.has(value)) return;
  seen.add(value);
  const parent = Object.getPrototypeOf(value);
  if (typeof value === 'function') {
    lines[`${path} extends`] = typeof parent === 'function' ? parent.name || 'Function.prototype' : String(parent);
    try {
      value.call(undefined);
      lines[`${path} called`] = 'returns';
    } catch (error) {
      lines[`${path} called`] = `throws ${nameOf(error)}`;
    }
    for (const key of Reflect.ownKeys(value)) await property(path, value, key, false);
    await prototype(`${path}.prototype`, value.prototype);
  } else {
    lines[`${path} extends`] = parent === null ? 'null' : parent.constructor?.name ?? 'an object';
    for (const key of Reflect.ownKeys(value)) await property(path, value, key, false);
  }
};

const hidden = () => {
  const proto = Object.getPrototypeOf;
  return {
    '%TypedArray%': proto(Uint8Array),
    '%GeneratorFunction%': proto(function* () {}).constructor,
    '%AsyncFunction%': proto(async () => {}).constructor,
    '%AsyncGeneratorFunction%': proto(async function* () {}).constructor,
    '%GeneratorPrototype%': proto(proto((function* () {})())),
    '%AsyncGeneratorPrototype%': proto(proto((async function* () {})())),
    '%AsyncIteratorPrototype%': proto(proto(proto((async function* () {})()))),
    '%ArrayIteratorPrototype%': proto([].values()),
    '%MapIteratorPrototype%': proto(new Map().values()),
    '%SetIteratorPrototype%': proto(new Set().values()),
    '%StringIteratorPrototype%': proto(''[Symbol.iterator]()),
    '%RegExpStringIteratorPrototype%': proto(''.matchAll(/a/g)),
    '%HeadersIteratorPrototype%': proto(new Headers().entries()),
    '%FormDataIteratorPrototype%': proto(new FormData().entries()),
    '%URLSearchParamsIteratorPrototype%': proto(new URLSearchParams().entries()),
    '%ReadableStreamAsyncIteratorPrototype%': proto(new ReadableStream().values()),
  };
};

export default {
  async fetch() {
    // What stands on the global object itself, and what it inherits from its interface.
    const found = new Map();
    for (let scope = globalThis; scope && scope !== Object.prototype; scope = Object.getPrototypeOf(scope)) {
      for (const key of Reflect.ownKeys(scope)) {
        if (found.has(key) || key === 'constructor') continue;
        const d = Object.getOwnPropertyDescriptor(scope, key);
        let value = d.value;
        if (d.get) {
          try {
            value = d.get.call(globalThis);
          } catch {
            value = undefined;
          }
        }
        found.set(key, value);
        lines[show(key)] = `${flags(d)}${d.get ? ' accessor' : ''} ${kindOf(value)}`;
        if (typeof value === 'function' && !isWalked(value)) lines[`${show(key)} function`] = `${value.name}/${value.length}`;
      }
    }
    const walked = [...found].filter(([, value]) => value !== globalThis && isWalked(value));
    for (const [, value] of walked) seen.add(value);
    for (const [key, value] of walked) {
      seen.delete(value);
      await walk(show(key), value);
    }
    for (const [name, value] of Object.entries(hidden())) {
      if (typeof value === 'function') await walk(name, value);
      else await prototype(name, value);
    }
    return new Response(JSON.stringify(lines));
  },
};
