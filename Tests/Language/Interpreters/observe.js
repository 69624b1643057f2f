// Puts what came of a check into words. It runs first in a fresh realm and takes along every built-in it needs, so that a check
// may change what it likes; it adds no global.
(function () {
  'use strict';
  const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, defineProperty } = Reflect;
  const { isExtensible, create } = Object;
  const { isArray } = Array;
  const { stringify } = JSON;
  const text = String;
  const bound = method => (self, ...rest) => apply(method, self, rest);
  const mapGet = bound(Map.prototype.get), mapSet = bound(Map.prototype.set), mapHas = bound(Map.prototype.has);
  const weakGet = bound(WeakMap.prototype.get), weakSet = bound(WeakMap.prototype.set);
  const then = bound(Promise.prototype.then), join = bound(Array.prototype.join), slice = bound(String.prototype.slice);
  const startsWith = bound(String.prototype.startsWith), symbolText = bound(Symbol.prototype.toString);

  // A list that grows without looking at Array.prototype, whatever was done to it.
  const add = (list, item) => { defineProperty(list, list.length, { value: item, writable: true, enumerable: true, configurable: true }); };

  // ---- The functions of the realm, by their paths -----------------------------------------------------------------------------

  const named = new Map;      // intrinsic object -> path
  const functions = create(null);  // path -> function
  const paths = [];
  const keyText = key => typeof key === 'symbol' ? `[${slice(symbolText(key), 7, -1)}]` : key;
  const segmenter = typeof Intl === 'object' && Intl.Segmenter ? new Intl.Segmenter('en') : undefined;
  const secret = {
    Generator: getPrototypeOf(function* () {}), AsyncFunction: getPrototypeOf(async () => {}), AsyncGenerator: getPrototypeOf(async function* () {}),
    ArrayIterator: getPrototypeOf([].values()), MapIterator: getPrototypeOf(new Map().entries()), SetIterator: getPrototypeOf(new Set().entries()),
    StringIterator: getPrototypeOf(''[Symbol.iterator]()), RegExpStringIterator: getPrototypeOf('a'.matchAll(/a/g)), IteratorHelper: getPrototypeOf([].values().map(x => x)),
    WrappedIterator: getPrototypeOf(Iterator.from({ next() {} })), TypedArray: getPrototypeOf(Int8Array), Thrower: getOwnPropertyDescriptor((function () { return arguments; })(), 'callee').get,
    GeneratorObject: getPrototypeOf((function* () {}).prototype), AsyncGeneratorObject: getPrototypeOf((async function* () {}).prototype),
  };
  if (segmenter) {
    secret.Segments = getPrototypeOf(segmenter.segment('a'));
    secret.SegmentIterator = getPrototypeOf(segmenter.segment('a')[Symbol.iterator]());
  }

  const isObject = value => value !== null && (typeof value === 'object' || typeof value === 'function');
  const pathOf = (path, key) => (path && typeof key === 'string' ? path + '.' : path) + keyText(key);

  // What nearly every outcome mentions: the values of the globals, and their prototypes. The rest takes ten times as long.
  function nameGlobals() {
    const keys = ownKeys(globalThis);
    mapSet(named, globalThis, '');
    for (let i = 0; i < keys.length; i++) {
      const value = globalThis[keys[i]];
      if (!isObject(value) || mapHas(named, value)) continue;
      mapSet(named, value, keys[i]);
      if (typeof value !== 'function') continue;
      functions[keys[i]] = value;
      if (isObject(value.prototype)) mapSet(named, value.prototype, `${keys[i]}.prototype`);
    }
    for (const name of ownKeys(secret)) if (!mapHas(named, secret[name])) mapSet(named, secret[name], `%${name}%`);
  }

  // Everything, and the paths of the functions.
  function walk() {
    const visited = new Map;
    const queue = [['', globalThis]], hidden = ownKeys(secret);
    for (let at = 0; at < queue.length; at++) {
      // What has a name among the globals keeps it: the hidden ones come when all that is in sight was seen.
      if (at === queue.length - 1 && hidden.length > 0) {
        const name = hidden.pop();
        add(queue, [`%${name}%`, secret[name]]);
      }
      const { 0: path, 1: object } = queue[at];
      if (mapHas(visited, object)) continue;
      mapSet(visited, object, path);
      mapSet(named, object, path);
      if (typeof object === 'function') {
        functions[path] = object;
        add(paths, path);
      }
      const keys = ownKeys(object);
      for (let k = 0; k < keys.length; k++) {
        const { value, get, set } = getOwnPropertyDescriptor(object, keys[k]);
        const name = pathOf(path, keys[k]);
        if (isObject(value)) add(queue, [name, value]);
        if (get) add(queue, [`get ${name}`, get]);
        if (set) add(queue, [`set ${name}`, set]);
      }
      const parent = getPrototypeOf(object);
      if (parent) add(queue, [`${path}.__proto__`, parent]);
    }
    nameSlots();
  }

  // ---- Words for a value ------------------------------------------------------------------------------------------------------

  nameGlobals();
  const known = new WeakMap;  // an object of the walk -> its name; a proxy is never looked into
  let effects, promises;
  const log = line => add(effects, line);

  // What lies in slots that no property shows: by the nearest intrinsic prototype.
  const P = path => { const owner = functions[path]; return owner && owner.prototype; };
  const inside = create(null);
  const slot = (path, read) => { if (P(path)) inside[`${path}.prototype`] = read; };
  const method = (path, name) => P(path) && P(path)[name] ? bound(P(path)[name]) : undefined;
  const getter = (path, name) => { const property = P(path) && getOwnPropertyDescriptor(P(path), name); return property && bound(property.get); };
  const mapEach = method('Map', 'forEach'), setEach = method('Set', 'forEach');
  slot('Map', (value, depth) => { const out = []; mapEach(value, (v, k) => add(out, `${describe(k, depth)} => ${describe(v, depth)}`)); return join(out, ', '); });
  slot('Set', (value, depth) => { const out = []; setEach(value, v => add(out, describe(v, depth))); return join(out, ', '); });
  for (const path of ['Number', 'Boolean', 'Date', 'Symbol', 'BigInt', 'String']) {
    const valueOf = method(path, 'valueOf');
    slot(path, value => describe(valueOf(value)));
  }
  const source = getter('RegExp', 'source'), flags = getter('RegExp', 'flags');
  slot('RegExp', value => `/${source(value)}/${flags(value)}`);
  const bufferLength = getter('ArrayBuffer', 'byteLength'), resizable = getter('ArrayBuffer', 'resizable'), detached = getter('ArrayBuffer', 'detached');
  const Bytes = Uint8Array;
  slot('ArrayBuffer', value => `${bufferLength(value)} bytes ${resizable(value)} ${detached(value)}: ${detached(value) ? '' : join(new Bytes(value, 0, bufferLength(value) < 32 ? bufferLength(value) : 32))}`);
  const viewLength = getter('DataView', 'byteLength'), viewOffset = getter('DataView', 'byteOffset');
  slot('DataView', value => `${viewOffset(value)}+${viewLength(value)}`);
  const settledThen = (value, depth) => {
    const id = promises++;
    try {
      then(value, v => log(`#${id} fulfilled ${describe(v)}`), e => log(`#${id} rejected ${describe(e)}`));
    } catch (e) {
      return `#${id} cannot be awaited: ${describe(e)}`;
    }
    return `#${id}`;
  };
  slot('Promise', settledThen);
  function nameSlots() {
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      if (startsWith(path, 'Temporal.') && P(path) && P(path).toJSON) {
        const toJSON = method(path, 'toJSON');
        slot(path, value => toJSON(value));
      } else if (startsWith(path, 'Intl.') && P(path) && P(path).resolvedOptions) {
        const options = method(path, 'resolvedOptions');
        slot(path, (value, depth) => describe(options(value), depth));
      }
    }
  }
  const deref = method('WeakRef', 'deref');
  slot('WeakRef', (value, depth) => describe(deref(value), depth));

  function describe(value, depth = 0, seen = []) {
    switch (typeof value) {
      case 'string': return value.length > 300 ? `${stringify(slice(value, 0, 200))}...${value.length}` : stringify(value);
      case 'number': return value === 0 && 1 / value < 0 ? '-0' : text(value);
      case 'bigint': { const digits = text(value); return digits.length > 300 ? `${slice(digits, 0, 200)}...${digits.length}n` : `${digits}n`; }
      case 'symbol': return symbolText(value);
      case 'object': case 'function': if (value !== null) return describeObject(value, depth, seen);
    }
    return text(value);
  }

  function describeObject(value, depth, seen) {
    const path = mapGet(named, value);
    if (path !== undefined) return `%${path || 'globalThis'}%`;
    const name = weakGet(known, value);
    if (name !== undefined) return name;
    for (let i = 0; i < seen.length; i++) if (seen[i] === value) return `^${seen.length - i}`;
    if (depth > 3) return '...';
    const inner = copyOf(seen);
    add(inner, value);
    const words = [];
    let proto = getPrototypeOf(value), hops = 0;
    const parent = proto === null ? 'null' : mapGet(named, proto);
    for (; proto !== null && hops < 5 && mapGet(named, proto) === undefined; hops++) proto = getPrototypeOf(proto);
    const kind = proto === null ? 'null' : mapGet(named, proto) || 'deep';
    add(words, typeof value === 'function' ? 'function' : isArray(value) ? 'array' : '');
    if (!(isArray(value) && parent === 'Array.prototype') && !(parent === 'Object.prototype') && !(parent === 'Function.prototype')) add(words, parent === undefined ? `:${kind}+${describe(getPrototypeOf(value), depth + 2, inner)}` : `:${parent}`);
    if (inside[kind]) {
      try { add(words, `(${inside[kind](value, depth + 1)})`); } catch (e) { add(words, `(! ${e && e.name}: ${e && e.message})`); }
    }
    add(words, `{${describeProperties(value, depth, inner)}}`);
    if (!isExtensible(value)) add(words, '!');
    return join(words, '');
  }

  const copyOf = seen => { const copy = []; for (let i = 0; i < seen.length; i++) add(copy, seen[i]); return copy; };

  function describeProperties(value, depth, seen) {
    const keys = ownKeys(value), out = [];
    for (let i = 0; i < keys.length; i++) {
      if (i === 40) {
        add(out, `...${keys.length}`);
        break;
      }
      // What every function and error has says nothing, and a stack takes long to tell.
      if (keys[i] === 'stack' || typeof value === 'function' && (keys[i] === 'prototype' || keys[i] === 'length')) continue;
      const property = getOwnPropertyDescriptor(value, keys[i]);
      if (!property) {
        add(out, `${keyText(keys[i])} gone`);
        continue;
      }
      const marks = (property.writable === false ? '' : 'w') + (property.enumerable ? 'e' : '') + (property.configurable ? 'c' : '');
      const what = 'value' in property ? describe(property.value, depth + 1, seen) : `${property.get ? 'get' : ''} ${property.set ? 'set' : ''}`;
      add(out, `${keyText(keys[i])}${marks === 'wec' ? '' : `<${marks}>`}: ${what}`);
    }
    return join(out, ', ');
  }

  // An iterator that came out is taken five steps, for what it does is in them.
  function describeResult(value) {
    const words = [describe(value)];
    let looksLikeIterator = false;
    for (let at = value, hops = 0; typeof at === 'object' && at !== null && hops < 6; at = getPrototypeOf(at), hops++) {
      if (weakGet(known, at) !== undefined) break;
      const path = mapGet(named, at);
      if (path === 'Iterator.prototype' || path === '%AsyncGeneratorObject%') looksLikeIterator = true;
    }
    if (looksLikeIterator) {
      for (let i = 0; i < 5; i++) {
        let step;
        try { step = value.next(i); } catch (e) { add(words, `throws ${describe(e)}`); break; }
        add(words, describe(step));
        if (step && typeof step === 'object' && step.done === true) break;
      }
    }
    return join(words, ' | ');
  }

  // ---- The host's side --------------------------------------------------------------------------------------------------------

  let outcome;
  const begin = () => { effects = []; promises = 0; outcome = 'nothing'; };
  begin();
  const completed = value => { outcome = describeResult(value); };
  const threw = error => { outcome = `throws ${describe(error)}`; };
  function report() {
    const words = effects.length === 0 ? outcome : `${outcome}\n  ${join(effects, '\n  ')}`;
    begin();
    return words;
  }

  // For programs: a line among the effects.
  const publish = () => defineProperty(globalThis, 'log', { value: (...values) => { const out = []; for (let i = 0; i < values.length; i++) add(out, typeof values[i] === 'string' ? values[i] : describe(values[i])); log(join(out, ' ')); }, writable: true, configurable: true });

  return { functions, paths, walk, known: (object, name) => { weakSet(known, object, name); return object; }, log, add, describe, publish, completed, threw, report };
})
