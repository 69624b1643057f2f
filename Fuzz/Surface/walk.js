// Lists what a script can call, each with an expression that finds it and one that makes its receiver. Runs with eval, in a realm of its own.
const instances = [
  '[1, [2, 3], , 4]', '"a1b2"', '/(?<n>[a-z])(\\d)/dgu', '() => 1', 'function (a) { return this; }', 'new Date(0)', 'new Map([[1, 2], ["a", {}]])', 'new Set([1, "a"])',
  'new WeakMap()', 'new WeakSet()', 'Promise.resolve(1)', '[1, 2].values()', 'new Map([[1, 2]]).entries()', 'new Set([1]).values()', '"ab"[Symbol.iterator]()',
  '"aXbX".matchAll(/X/g)', '(function* () { yield 1; yield 2; })()', '(async function* () { yield 1; })()', '[1, 2].values().map((x) => x)', 'Iterator.from({ next() { return { done: true }; } })',
  '(async () => 1)', '(function* () {})', 'Symbol("s")', '12.5', '10n', 'true', '(function () { return arguments; })(1)', 'new Error("e")', 'new AggregateError([1])',
  'new ArrayBuffer(16)', 'new ArrayBuffer(8, { maxByteLength: 64 })', 'new Uint8Array([1, 2, 3])', 'new Float64Array(4)', 'new BigInt64Array(2)', 'new DataView(new ArrayBuffer(16))',
  'new Proxy({}, {})', 'new Intl.NumberFormat("en")', 'new Intl.DateTimeFormat("en")', 'new Intl.Collator("en")', 'new Intl.PluralRules("en")', 'new Intl.ListFormat("en")',
  'new Intl.RelativeTimeFormat("en")', 'new Intl.Segmenter("en")', 'new Intl.DisplayNames("en", { type: "region" })', 'new Intl.Locale("en")',
  'new Intl.Segmenter("en").segment("a b c")', 'Temporal.PlainDate.from("2026-01-02")', 'Temporal.PlainTime.from("01:02:03")', 'Temporal.PlainDateTime.from("2026-01-02T03:04")',
  'Temporal.ZonedDateTime.from("2026-01-02T00:00[UTC]")', 'Temporal.Duration.from("P1DT2H")', 'Temporal.Instant.from("2026-01-02T00:00Z")', 'Temporal.PlainYearMonth.from("2026-01")',
  'Temporal.PlainMonthDay.from("01-02")', 'new DisposableStack()', 'new AsyncDisposableStack()', 'new FinalizationRegistry(() => {})', 'new WeakRef({})',
  'new Headers({ a: "b" })', 'new Headers([["a", "b"]]).entries()', 'new Request("http://a.example/", { method: "POST", body: "x" })', 'new Response("x")', 'new Response(new Uint8Array(9)).body',
  'new Response("x").body.getReader()', 'new Response("x").body.values()', 'new ReadableStream({ pull(c) { c.enqueue("a"); c.close(); } })',
  'new ReadableStream({ type: "bytes", pull(c) { c.enqueue(new Uint8Array(4)); } })', 'new ReadableStream({ type: "bytes", pull(c) { c.enqueue(new Uint8Array(4)); } }).getReader({ mode: "byob" })',
  'new WritableStream({ write() {} })', 'new WritableStream().getWriter()', 'new TransformStream()', 'new IdentityTransformStream()', 'new URL("http://u:p@a.example:8080/p?q=1#h")',
  'new URLSearchParams("a=1&b=2")', 'new URLSearchParams("a=1").entries()', 'new FormData()', 'new Blob(["abc"])', 'new File(["x"], "f.txt")', 'new TextEncoder()', 'new TextDecoder("utf-16le")',
  'new TextDecoderStream()', 'new TextEncoderStream()', 'new AbortController()', 'AbortSignal.any([new AbortController().signal])', 'new EventTarget()', 'new Event("x", { cancelable: true })',
  'new CustomEvent("x", { detail: 1 })', 'new DOMException("m", "AbortError")', 'globalThis', 'Math', 'JSON', 'Reflect', 'Intl', 'Temporal', 'Temporal.Now', 'console', 'crypto', 'crypto.subtle', 'performance', 'navigator', 'scheduler',
];
const guesses = ['', '{}', '"x"', '"http://a.example/"', '() => {}', '[]', '"x", {}', 'new ArrayBuffer(8)', '8', '() => {}, 1'];

export default {
  async fetch() {
    const lines = [], seen = new Set(), reached = new Map(), queue = [];
    const make = (text) => { try { return [eval('(' + text + ')')]; } catch { return []; } };
    const nameOf = (key) => typeof key === 'symbol' ? '[' + String(key).slice(7, -1) + ']' : /^[A-Za-z_$][\w$]*$/.test(key) ? '.' + key : '[' + JSON.stringify(key) + ']';
    const known = (key) => typeof key !== 'symbol' || /^Symbol\(Symbol\.\w+\)$/.test(String(key));
    const constructs = (f) => { try { new (new Proxy(f, { construct() { return {}; } }))(); return true; } catch { return false; } };

    // Constructors first: each that makes something with a guess brings an instance of its own, also one that nobody has listed.
    const made = [...instances];
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const C = make(name)[0];
      if (typeof C !== 'function' || !constructs(C) || name === 'Function') continue;
      for (const guess of guesses) {
        const [one] = make(`new ${name}(${guess})`);
        if (one !== undefined) { one instanceof Promise && one.catch(() => {}); made.push(`new ${name}(${guess})`); break; }
      }
    }

    const member = (holder, object, key, receiver) => {
      if (!known(key) || key === 'constructor') return;
      const d = Reflect.getOwnPropertyDescriptor(object, key);
      const at = holder + nameOf(key);
      for (const [text, f] of 'value' in d ? [[at, d.value]] : [[`Object.getOwnPropertyDescriptor(${holder}, ${typeof key === 'symbol' ? String(key).slice(7, -1) : JSON.stringify(key)}).get`, d.get], [`Object.getOwnPropertyDescriptor(${holder}, ${typeof key === 'symbol' ? String(key).slice(7, -1) : JSON.stringify(key)}).set`, d.set]]) {
        if (typeof f === 'function') {
          if (!seen.has(f)) {
            seen.add(f);
            lines.push([text, receiver, f.length, constructs(f) ? 1 : 0].join('\t'));
            queue.push([text, f]);
          }
        } else if (typeof f === 'object' && f !== null && !reached.has(f)) { reached.set(f, text); queue.push([text, f]); }
      }
    };

    for (const text of made) {
      const [object] = make(text);
      if (object === undefined) continue;
      let holder = `(${text})`, o = Object(object);
      for (; o !== null; o = Reflect.getPrototypeOf(o), holder = `Object.getPrototypeOf(${holder})`) {
        const constructor = Object.hasOwn(o, 'constructor') && typeof o.constructor === 'function' && o.constructor.prototype === o ? o.constructor.name : '';
        const named = constructor && make(constructor)[0]?.prototype === o ? constructor + '.prototype' : holder;
        for (const key of Reflect.ownKeys(o)) if (!(o === globalThis && make(String(key)).length === 0)) member(o === globalThis ? 'globalThis' : named, o, key, text);
      }
    }
    while (queue.length > 0) {
      const [text, object] = queue.shift();
      for (const key of Reflect.ownKeys(object)) {
        if (typeof object === 'function' && ['length', 'name', 'arguments', 'caller'].includes(key)) continue;
        member(text, object, key, text);
      }
    }
    return new Response(lines.sort().join('\n'));
  },
};
