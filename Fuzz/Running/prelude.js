// What a case is given besides the realm. Everything it needs later is taken now: cases damage built-ins.
const { apply, getPrototypeOf, getOwnPropertyDescriptor, ownKeys } = Reflect;
const { isArray } = Array;
const ObjectPrototype = Object.prototype, hasOwn = ObjectPrototype.hasOwnProperty;
const ResponseOf = Response, SetOf = Set;
const slice = String.prototype.slice, has = Set.prototype.has, add = Set.prototype.add, includes = String.prototype.includes;
const isError = (e) => typeof e === 'object' && e !== null;
const strange = ['GetType', 'GetHashCode', 'MemberwiseClone', 'ReferenceEquals', 'GetEnumerator', 'DynamicInvoke'];
const maxLines = 400;
let out = '', count = 0;

export const k = [];
export const line = (text) => { if (count < maxLines) { out += text + '\n'; count++; } };
export const survived = (what) => line('ESCAPE survived: ' + what);

// Text of a value, without running code of the case.
function text(v) {
  switch (typeof v) {
    case 'string': return '"' + (v.length > 120 ? apply(slice, v, [0, 120]) + '…' + v.length : v) + '"';
    case 'symbol': return 'symbol';
    case 'bigint': return 'bigint';
    case 'function': return 'function';
    case 'object': return v === null ? 'null' : isArray(v) ? 'array' : 'object';
    default: return '' + v;
  }
}

function own(o, name) {
  try { return getOwnPropertyDescriptor(o, name) !== undefined; } catch { return false; }
}

// An object of another realm, or one that the host made of a class of its own.
function suspect(v) {
  if ((typeof v !== 'object' && typeof v !== 'function') || v === null) return;
  let root = v, first = null;
  try {
    for (let i = 0, p; (p = getPrototypeOf(root)) !== null; i++) {
      if (i === 63) return;
      if (i === 0) first = p;
      root = p;
    }
  } catch { return; }
  if (root !== ObjectPrototype && own(root, 'hasOwnProperty') && !own(root, 'zzz') && root.hasOwnProperty !== hasOwn) line('ESCAPE foreign realm');
  for (let i = 0; i < strange.length; i++) {
    const name = strange[i];
    // A proxy may say that it has everything.
    if ((own(v, name) || (first !== null && own(first, name))) && !own(v, 'zzz')) line('ESCAPE host member ' + name);
  }
}

export function note(v) {
  line(text(v));
  suspect(v);
  return v;
}

export function failed(e) {
  let name = '', message = '';
  try { if (isError(e)) { name = e.name; message = e.message; } } catch { name = 'unreadable'; }
  line('! ' + text(name) + ' ' + text(message));
  suspect(e);
}

// Reads everything that can be reached from here, and gives the strings that look like a secret.
export function walk(root = globalThis, most = 400) {
  const seen = new SetOf(), queue = [root];
  let found = 0;
  for (let at = 0; at < queue.length && at < most; at++) {
    const o = queue[at];
    suspect(o);
    let keys;
    try { keys = ownKeys(o); } catch { continue; }
    for (let i = 0; i < keys.length && i < 200; i++) {
      let d;
      try { d = getOwnPropertyDescriptor(o, keys[i]); } catch { continue; }
      for (const v of d === undefined ? [] : [d.value, d.get, d.set]) {
        if (typeof v === 'string' && v.length < 4096 && apply(includes, v, ['canary'])) line(v);
        if ((typeof v === 'object' || typeof v === 'function') && v !== null && !apply(has, seen, [v])) {
          apply(add, seen, [v]);
          queue[queue.length] = v;
        }
      }
    }
    try {
      const p = getPrototypeOf(o);
      if (p !== null && !apply(has, seen, [p])) { apply(add, seen, [p]); queue[queue.length] = p; }
    } catch { }
    found = at;
  }
  return found;
}

export async function finish() {
  for (let i = 0; i < 6; i++) await null;
  const all = out;
  // For the next request, if this isolate has another.
  out = '';
  count = 0;
  return new ResponseOf(all);
}
