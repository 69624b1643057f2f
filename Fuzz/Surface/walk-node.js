// Lists what the modules of nodejs_compat export, as walk.js lists the globals: an expression that finds it, and one that makes its receiver.
const modules = [
  'assert', 'assert/strict', 'async_hooks', 'buffer', 'crypto', 'diagnostics_channel', 'events', 'path', 'path/posix', 'path/win32', 'process', 'querystring', 'stream', 'stream/promises', 'stream/web',
  'string_decoder', 'timers', 'timers/promises', 'url', 'util', 'util/types', 'zlib',
];
const guesses = [[], ['utf8'], [8], ['x', {}], [{}], ['http://a.example/'], [() => {}]];
const made = [
  ['node:buffer', 'Buffer.from("abcdefgh")'], ['node:crypto', 'createHash("sha256")'], ['node:crypto', 'createHmac("sha256", "k")'], ['node:zlib', 'createGzip()'], ['node:zlib', 'createInflate()'], ['node:diagnostics_channel', 'channel("c")'],
];
const deepest = 3;

export default {
  async fetch() {
    const lines = [], seen = new Set();
    const nameOf = (key) => typeof key === 'symbol' ? '[' + String(key).slice(7, -1) + ']' : /^[A-Za-z_$][\w$]*$/.test(key) ? '.' + key : '[' + JSON.stringify(key) + ']';
    const known = (key) => typeof key !== 'symbol' || /^Symbol\(Symbol\.\w+\)$/.test(String(key));
    const constructs = (f) => { try { new (new Proxy(f, { construct() { return {}; } }))(); return true; } catch { return false; } };
    const walk = (path, object, receiver, depth) => {
      for (const key of Reflect.ownKeys(object)) {
        if (!known(key) || key === 'constructor' || (typeof object === 'function' && ['length', 'name', 'prototype', 'arguments', 'caller'].includes(key))) continue;
        let value;
        try { value = object[key]; } catch { continue; }
        if ((typeof value !== 'function' && typeof value !== 'object') || value === null || seen.has(value)) continue;
        seen.add(value);
        const at = path + nameOf(key);
        if (typeof value === 'function') {
          lines.push([at, receiver, value.length, constructs(value) ? 1 : 0].join('\t'));
          instance(at, value, depth);
        }
        if (depth < deepest) walk(at, value, at, depth + 1);
      }
    };
    const instance = (at, C, depth) => {
      if (typeof C.prototype !== 'object' || C.prototype === null || depth >= deepest || !constructs(C)) return;
      for (const guess of guesses) {
        let one;
        try { one = new C(...guess); } catch { continue; }
        chain(at + '.prototype', one, `new (${at})(${guess.map((g) => typeof g === 'function' ? '() => {}' : JSON.stringify(g)).join(', ')})`);
        return;
      }
    };
    const chain = (path, one, receiver) => {
      for (let o = Object.getPrototypeOf(one), at = path; o && o !== Object.prototype && !Object.hasOwn(globalThis, o.constructor?.name); o = Object.getPrototypeOf(o), at = `Object.getPrototypeOf(${at})`) walk(at, o, receiver, deepest);
    };
    for (const name of modules) {
      let module;
      try { module = await import('node:' + name); } catch { continue; }
      walk(`(await import("node:${name}"))`, module, 'globalThis', 0);
    }
    for (const [name, call] of made) {
      const module = await import(name), [, f, text] = /^([\w.]+)\((.*)\)$/.exec(call);
      let one;
      try { one = f.split('.').reduce((o, key) => o[key], module)(...JSON.parse('[' + text + ']')); } catch { continue; }
      const expression = `(await import("${name}")).${call}`;
      chain(`Object.getPrototypeOf(${expression})`, one, expression);
    }
    return new Response(lines.sort().join('\n'));
  },
};
