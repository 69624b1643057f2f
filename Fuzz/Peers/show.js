// Text of what a program gets, the same in every engine that does the same: what the standards leave open, messages above all, is left out.
const { apply, ownKeys, getOwnPropertyDescriptor } = Reflect;
const tagOf = (v) => apply(Object.prototype.toString, v, []).slice(8, -1);
const bytesOf = (v) => Array.from(ArrayBuffer.isView(v) ? new Uint8Array(v.buffer, v.byteOffset, v.byteLength) : new Uint8Array(v)).slice(0, 80).join(' ');
const mostDepth = 5, mostItems = 40, mostText = 400, mostTurns = 8;

function name(e) {
  return e instanceof DOMException ? 'DOMException ' + e.name : e instanceof Error ? String(e.name) : 'value ' + show(e);
}

export function show(v, depth = 0, seen = []) {
  switch (typeof v) {
    case 'string': return v.length > mostText ? JSON.stringify(v.slice(0, mostText)) + v.length : JSON.stringify(v);
    case 'number': return Object.is(v, -0) ? '-0' : String(v);
    case 'bigint': return v + 'n';
    case 'symbol': case 'function': return typeof v;
    case 'object': break;
    default: return String(v);
  }
  if (v === null) return 'null';
  if (seen.includes(v)) return 'again' + seen.indexOf(v);
  if (depth > mostDepth) return '...';
  seen.push(v);
  const inner = (x) => show(x, depth + 1, seen), list = (items) => [...items].slice(0, mostItems).map(inner).join(', ');
  if (v instanceof Error) return `${name(v)}(${v instanceof DOMException ? '' : JSON.stringify(v.message)}${Object.hasOwn(v, 'cause') ? ' cause ' + inner(v.cause) : ''})`;
  if (v instanceof Date) return `Date(${v.getTime()})`;
  if (v instanceof RegExp) return `${v.source}/${v.flags}/${v.lastIndex}`;
  if (v instanceof Map || v instanceof URLSearchParams || v instanceof Headers) return `${tagOf(v)}(${list(v)})`;
  if (v instanceof Set) return `Set(${list(v)})`;
  if (v instanceof URL) return `URL(${v.href})`;
  if (v instanceof ArrayBuffer) return `ArrayBuffer(${bytesOf(v)})`;
  if (ArrayBuffer.isView(v)) return `${tagOf(v)}(${v.byteOffset} ${v.byteLength}: ${bytesOf(v)})`;
  const keys = ownKeys(v).slice(0, mostItems).map((key) => {
    const own = getOwnPropertyDescriptor(v, key);
    return own === undefined || !own.enumerable ? '' : `${String(key)}: ${'value' in own ? inner(own.value) : 'accessor'}`;
  }).filter((text) => text !== '');
  return Array.isArray(v) ? `[${v.length}: ${keys.join(', ')}]` : `${tagOf(v)}{${keys.join(', ')}}`;
}

// As soon as all else is done: without the millisecond that timers of Node.js take.
const turn = () => new Promise((go) => (globalThis.setImmediate ?? setTimeout)(go, 0));

// What a promise comes to. One that nothing settles any more is waited for in turns, not in time.
async function settled(promise) {
  let state = 'pending', value;
  promise.then((v) => { state = 'resolved'; value = v; }, (e) => { state = 'rejected'; value = e; });
  for (let i = 0; i < mostTurns && state === 'pending'; i++) await turn();
  return state === 'pending' ? state : `${state} ${state === 'resolved' ? show(value) : name(value)}`;
}

export const sayer = (line) => async (label, run) => {
  let text;
  try {
    const value = run();
    text = value instanceof Promise ? await settled(value) : show(value);
  } catch (e) {
    text = 'threw ' + name(e);
  }
  line(`= ${label} ${text}`);
};
