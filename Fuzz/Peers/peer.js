// The thread of peer-main.js that answers: it runs a module of WebAssembly, or a program, and tells what it does in lines.
const mostLines = 400;
const { parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');

const view = new DataView(new ArrayBuffer(8));

function argument(text) {
  switch (text[0]) {
    case 'i': return Number(text.slice(1));
    case 'n': return BigInt(text.slice(1));
    default:
      view.setBigUint64(0, BigInt('0x' + text.slice(1)));
      return view.getFloat64(0);
  }
}

// As WasmTrace.Text has it: numbers by the bits of a double, which say -0, and one word for all NaNs, whose bits the standard leaves open.
function text(value) {
  switch (typeof value) {
    case 'number':
      view.setFloat64(0, value);
      return value !== value ? 'nan' : view.getBigUint64(0).toString(16).padStart(16, '0');
    case 'bigint': return 'n' + value;
    case 'function': return 'f' + value.name;
    case 'undefined': return '';
    default: return value === null ? 'null' : Array.isArray(value) ? value.map(text).join(' ') : 'object';
  }
}

function read(get) {
  try { return text(get()); } catch { return 'hidden'; }
}

function state(module, exports) {
  const parts = [];
  for (const { name } of WebAssembly.Module.exports(module)) {
    const what = exports[name];
    if (what instanceof WebAssembly.Memory) parts.push(`${name} ${what.buffer.byteLength} ${createHash('sha256').update(new Uint8Array(what.buffer)).digest('hex')}`);
    else if (what instanceof WebAssembly.Global) parts.push(`${name} ${read(() => what.value)}`);
    else if (what instanceof WebAssembly.Table) parts.push(`${name} ${what.length} ${Array.from({ length: Math.min(8, what.length) }, (_, i) => read(() => what.get(i))).join(' ')}`);
  }
  return parts.join('; ');
}

const traps = [
  [/^unreachable/, 'unreachable'], [/^memory access|data segment/, 'memory'], [/^table |element segment/, 'table'], [/signature mismatch/, 'signature'],
  [/(divide|remainder) by zero/, 'zero'], [/unrepresentable/, 'unrepresentable'], [/null/, 'null'],
];

function stopped(e, exports, tags) {
  if (e instanceof WebAssembly.Exception) {
    const tag = Object.entries(tags).find(([name]) => exports[name] instanceof WebAssembly.Tag && e.is(exports[name]));
    return tag === undefined ? 'thrown' : ['thrown', tag[0], ...tag[1] < 0 ? ['hidden'] : Array.from({ length: tag[1] }, (_, i) => read(() => e.getArg(exports[tag[0]], i)))].join(' ');
  }
  if (e instanceof WebAssembly.RuntimeError) return 'trap ' + (traps.find(([message]) => message.test(e.message))?.[1] ?? e.message);
  return e instanceof WebAssembly.LinkError ? 'link' : e instanceof RangeError ? 'trap stack' : `${e}`;
}

function wasm({ bytes, calls, tags }) {
  let module, instance, number = 0;
  try {
    module = new WebAssembly.Module(Buffer.from(bytes, 'base64'));
  } catch (e) {
    return { refused: e.message };
  }
  if (calls === null) return { lines: [] };
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => (number = (Math.imul(number, 5) + 3) | 0);
  try {
    instance = new WebAssembly.Instance(module, imports);
  } catch (e) {
    return { lines: [stopped(e, {}, {})] };
  }
  const lines = [`made | ${state(module, instance.exports)}`];
  for (const [name, values] of calls) {
    let outcome;
    try {
      outcome = ('returned ' + text(instance.exports[name](...values.map(argument)))).trim();
    } catch (e) {
      outcome = stopped(e, instance.exports, tags);
    }
    lines.push(`${name} ${outcome} | ${state(module, instance.exports)}`);
  }
  return { lines };
}

// Nothing of show.js is kept by a program.
const sayer = new Function(workerData.replaceAll('export ', '') + ';return sayer;')();
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});

async function program({ text }) {
  const lines = [];
  // As in a module.
  await new AsyncFunction('say', '"use strict";\n' + text)(sayer((line) => { if (lines.length < mostLines) lines.push(line); }));
  return { lines };
}

parentPort.on('message', async (line) => {
  let reply;
  try {
    const request = JSON.parse(line);
    reply = request.text === undefined ? wasm(request) : await program(request);
  } catch (e) {
    reply = { failed: String(e?.stack ?? e) };
  }
  parentPort.postMessage(reply);
});
