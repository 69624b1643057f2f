// Makes the calls of the walk: every function, on receivers and with arguments that ask for trouble. All are made afresh for each
// call; those with code of their own log what is done to them.
(function (observer) {
  'use strict';
  const { functions, paths, walk, known, log, add, describe, completed, threw, report, publish } = observer;
  const { apply, construct } = Reflect;
  const { freeze, create } = Object;

  // ---- Values -----------------------------------------------------------------------------------------------------------------

  const tracked = (name, primitive) => known({
    get [Symbol.toPrimitive]() { log(`${name}[Symbol.toPrimitive]`); return undefined; },
    valueOf() { log(`${name}.valueOf()`); return primitive; },
    toString() { log(`${name}.toString()`); return `${primitive}`; },
  }, `<${name}>`);

  function watcher(name, target) {
    const traps = new Proxy({}, {
      get(_, trap) {
        return (...args) => {
          let line = `${name} ${trap}`;
          if (trap !== 'ownKeys' && trap !== 'getPrototypeOf' && trap !== 'isExtensible' && trap !== 'preventExtensions' && args.length > 1) line += ` ${trap === 'apply' || trap === 'construct' ? describe(args[trap === 'apply' ? 2 : 1]) : describe(args[1])}`;
          log(line);
          return apply(Reflect[trap], undefined, args);
        };
      },
    });
    return known(new Proxy(target, traps), `<${name}>`);
  }

  const iterable = () => ({
    [Symbol.iterator]() {
      log('iterable[Symbol.iterator]()');
      let n = 0;
      return {
        next() { log('iterable next'); return n < 3 ? { value: [n++, 'v'], done: false } : { value: 'end', done: true }; },
        return(v) { log('iterable return'); return { value: v, done: true }; },
      };
    },
  });
  const callback = name => known(function (...args) { log(`${name}(${describe(args)}) on ${describe(this)}`); return args.length > 1 && typeof args[0] === 'number' ? args[0] - args[1] : args[0]; }, `<${name}>`);
  const typed = (T, ...items) => { const a = new T(items.length); for (let i = 0; i < items.length; i++) a[i] = items[i]; return a; };
  const Temporal = globalThis.Temporal, Intl = globalThis.Intl;

  const values = {
    'undefined': () => undefined, 'null': () => null, 'true': () => true, '-0': () => -0, '1': () => 1, '2.5': () => 2.5, '-1': () => -1,
    'NaN': () => NaN, 'Infinity': () => Infinity, '2**53': () => 2 ** 53, '2**32+1': () => 2 ** 32 + 1, '1e21': () => 1e21,
    '7n': () => 7n, '-2n**70n': () => -(2n ** 70n), "''": () => '', "'b'": () => 'b', "'-12.50'": () => '-12.50', "'\\ud83d\\ude00\\ud83d'": () => '\ud83d\ude00\ud83d',
    "'2020-02-29T12:34:56.789+01:00[UTC]'": () => '2020-02-29T12:34:56.789+01:00[UTC]', "'en-u-nu-thai'": () => 'en-u-nu-thai', "'(a|b'": () => '(a|b', 'symbol': () => Symbol('s'),
    'Symbol.iterator': () => Symbol.iterator, 'five': () => tracked('five', 5), 'word': () => tracked('word', 'length'),
    'thrower': () => known({ get length() { log('thrower.length'); throw new RangeError('length'); }, valueOf() { throw new EvalError('valueOf'); }, toString() { throw new URIError('toString'); } }, '<thrower>'),
    '{}': () => ({}), '{a,b}': () => ({ a: 1, get b() { log('get b'); return this.a; }, length: 2, 0: 'x', 1: 'y' }), 'create(null)': () => create(null), 'frozen': () => freeze({ a: freeze([1]), length: 1, 0: 'f' }),
    '[]': () => [], '[3,1,2]': () => [3, 1, 2], 'sparse': () => [, 'b', , 'a'], 'nested': () => [[1, [2]], ['k', { v: 1 }]], 'sealed': () => Object.seal(['q', 'p']),
    'like': () => ({ length: 3, 0: 'z', 2: 'y' }), 'iterable': iterable, 'f': () => callback('f'), 'throws': () => known(() => { throw new SyntaxError('callback'); }, '<throws>'),
    'class': () => class C { constructor(...args) { log(`new C(${describe(args)})`); } static s = 1; m() {} }, 'async': () => async x => { log('async'); await x; return 'later'; },
    'generator': () => (function* () { try { yield 1; yield 2; } finally { log('finally'); } })(), 'agenerator': () => (async function* () { yield 1; yield 2; })(),
    'proxy': () => watcher('proxy', { a: 1, length: 1, 0: 'p' }), 'pfunction': () => watcher('pfunction', function (a, b) { return [a, b]; }), 'parray': () => watcher('parray', [2, 1]),
    'revoked': () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return known(proxy, '<revoked>'); },
    'date': () => new Date(951782400123), 'nodate': () => new Date(NaN), '/b/': () => /b/, '/(?<x>.)(y)?/dg': () => /(?<x>.)(y)?/dg, '/^b/yu': () => /^b/yu,
    'map': () => new Map([[1, 'a'], ['k', 2]]), 'set': () => new Set([3, 'k', 1]), 'weakmap': () => new WeakMap, 'weakset': () => new WeakSet, 'weakref': () => new WeakRef(freeze),
    'u8': () => typed(Uint8Array, 3, 255, 1), 'f64': () => typed(Float64Array, -0, NaN, 1.5), 'i64': () => typed(BigInt64Array, -1n, 5n), 'f16': () => globalThis.Float16Array ? typed(Float16Array, 1.1, 2) : 0,
    'buffer': () => new ArrayBuffer(4), 'resizable': () => new ArrayBuffer(2, { maxByteLength: 8 }), 'view': () => new DataView(new ArrayBuffer(16), 2), 'detached': () => { const b = new ArrayBuffer(4), a = new Uint8Array(b); b.transfer(); return a; },
    'error': () => new AggregateError([1, new Error('in', { cause: 'c' })], 'out'), 'promise': () => Promise.resolve(4), 'rejected': () => Promise.reject(new Error('no')), 'thenable': () => known({ then(yes) { log('then'); yes('thenable'); } }, '<thenable>'),
    'Object(1)': () => Object(1), 'Object("bab")': () => Object('bab'), 'Object(symbol)': () => Object(Symbol('o')), 'Object(9n)': () => Object(9n), 'Object(false)': () => Object(false), 'arguments': () => (function () { return arguments; })(1, 'b'),
    'registry': () => new FinalizationRegistry(() => {}), 'disposable': () => ({ [Symbol.dispose]() { log('dispose'); } }), 'helper': () => [1, 2, 3].values().map(x => x * 2), 'wrapped': () => { let n = 0; return Iterator.from({ next() { log('next'); return { done: n > 2, value: n++ }; }, return() { log('return'); return {}; } }); },
    'array iterator': () => [1, 2].values(), 'map iterator': () => new Map([[1, 2]]).entries(), 'set iterator': () => new Set([1]).values(), 'string iterator': () => 'a\ud83d\ude00'[Symbol.iterator](), 'matches': () => 'abab'.matchAll(/b/g),
    'stack': () => globalThis.DisposableStack ? new DisposableStack : 0, 'astack': () => globalThis.AsyncDisposableStack ? new AsyncDisposableStack : 0,
    '{days}': () => ({ years: 0, days: 1, hours: 30 }), '{largestUnit}': () => ({ largestUnit: 'month', smallestUnit: 'hour', roundingMode: 'ceil', relativeTo: '2020-01-31' }), '{fields}': () => ({ year: 2021, month: 2, monthCode: 'M02', day: 31, hour: 25, overflow: 'reject' }),
    '{style}': () => ({ style: 'currency', currency: 'EUR', numeric: true, dateStyle: 'full', type: 'region', granularity: 'word', minimumFractionDigits: 1 }), '{atomics}': () => typed(Int32Array, 1, 2),
  };

  // ---- Receivers --------------------------------------------------------------------------------------------------------------

  // Each function is called on all of these with few arguments, and on those of its owner with many.
  const anyReceiver = ['undefined', '1', "'b'", 'symbol', '{a,b}', '[3,1,2]', 'proxy', 'map', 'u8', 'f', 'thrower', 'revoked'];
  const own = {
    Array: ['[3,1,2]', 'sparse', 'sealed', 'like', 'parray', 'nested'], String: ["'b'", 'Object("bab")', 'word', "'\\ud83d\\ude00\\ud83d'"], Number: ['2.5', '1e21', '-0', 'Object(1)'], BigInt: ['7n', '-2n**70n'],
    Boolean: ['true', 'Object(false)'], Symbol: ['symbol', 'Object(symbol)'], Date: ['date', 'nodate'], RegExp: ['/b/', '/(?<x>.)(y)?/dg', '/^b/yu'], Map: ['map'], Set: ['set'], WeakMap: ['weakmap'], WeakSet: ['weakset'], WeakRef: ['weakref'],
    ArrayBuffer: ['buffer', 'resizable'], DataView: ['view'], Promise: ['promise', 'rejected'], Error: ['error'], Function: ['f', 'class', 'pfunction'], Object: ['{a,b}', 'nested', 'proxy', 'frozen'], Proxy: ['undefined'], Reflect: ['undefined'],
    Iterator: ['generator', 'iterable', 'helper', 'wrapped'], FinalizationRegistry: ['registry'], DisposableStack: ['stack'], AsyncDisposableStack: ['astack'], '%GeneratorObject%': ['generator'], '%Generator%': ['generator'], '%AsyncGeneratorObject%': ['agenerator'], '%AsyncGenerator%': ['agenerator'],
    '%ArrayIterator%': ['array iterator'], '%MapIterator%': ['map iterator'], '%SetIterator%': ['set iterator'], '%StringIterator%': ['string iterator'], '%RegExpStringIterator%': ['matches'], '%IteratorHelper%': ['helper'], '%WrappedIterator%': ['wrapped'],
    '%TypedArray%': ['u8', 'f64', 'i64', 'f16', 'detached'], TypedArray: ['u8', 'f64', 'i64', 'f16', 'detached'], Int8Array: ['u8'], Atomics: ['undefined'],
  };
  for (const [type, makers] of Object.entries({
    Temporal: !Temporal ? {} : {
      PlainDate: () => new Temporal.PlainDate(2020, 2, 29), PlainTime: () => new Temporal.PlainTime(23, 59, 59, 999, 1, 2), PlainDateTime: () => new Temporal.PlainDateTime(2019, 12, 31, 23, 1), PlainYearMonth: () => new Temporal.PlainYearMonth(2020, 2),
      PlainMonthDay: () => new Temporal.PlainMonthDay(2, 29), Instant: () => new Temporal.Instant(1582934400000000001n), ZonedDateTime: () => new Temporal.ZonedDateTime(1582934400000000001n, 'Europe/Berlin'), Duration: () => new Temporal.Duration(1, 2, 0, 3, 4, 5, 6, 7, 8, 9),
    },
    Intl: !Intl ? {} : Object.fromEntries(['Collator', 'DateTimeFormat', 'DisplayNames', 'DurationFormat', 'ListFormat', 'Locale', 'NumberFormat', 'PluralRules', 'RelativeTimeFormat', 'Segmenter'].filter(name => Intl[name]).map(name => [name, () => new Intl[name]('en', { type: name === 'DisplayNames' ? 'region' : undefined })])),
  })) {
    for (const [name, make] of Object.entries(makers)) {
      const path = `${type}.${name}`;
      values[path] = make;
      own[path] = [path];
    }
  }

  const alone = Object.keys(values);
  const few = [[], ['f', '1']];
  const pairs = [['1', '2**53'], ['-1', '2.5'], ['NaN', 'Infinity'], ['five', 'word'], ['f', '{a,b}'], ["'b'", 'f'], ["'b'", "'-12.50'"], ['/b/', 'f'], ['/(?<x>.)(y)?/dg', "'b'"], ['{}', "'b'", '{a,b}'], ['proxy', "'a'", 'proxy'], ['[3,1,2]', 'f'], ['iterable', 'f', '{}'],
    ['date', '{days}'], ["'en-u-nu-thai'", 'proxy'], ["'en-u-nu-thai'", '{style}'], ["'2020-02-29T12:34:56.789+01:00[UTC]'", '{largestUnit}'], ['{fields}', 'proxy'], ['{days}', '{fields}'], ['u8', '1', '2.5'], ['buffer', '1', '2.5'], ['{atomics}', '1', 'five', '-1'], ['i64', '1', '7n', '7n'], ['1', '1', '1', '1', '1', '1', '1'],
    ['promise', 'f'], ['f', 'iterable'], ['f', 'parray', 'class'], ['7n', '7n'], ['symbol', '{}'], ['-1', 'true', "'b'"], ['-0', '1', '[3,1,2]', "'b'"]];

  // ---- Calls ------------------------------------------------------------------------------------------------------------------

  const isConstructor = f => { try { construct(Object, [], f); return true; } catch { return false; } };
  const heirs = () => known(new Proxy(function () {}, { get(target, key) { log(`new.target.${String(key)}`); return Reflect.get(target, key); } }), '<heir>');

  let path, chosen, calls;
  function choose(name) {
    if (paths.length === 0) walk();
    path = name;
    chosen = functions[name];
    calls = [];
    let owner = name.replace(/^(get|set) /, '');
    while (owner !== '' && !own[owner] && !own[owner.replace(/^\./, '')]) owner = owner.slice(0, Math.max(owner.lastIndexOf('.'), owner.lastIndexOf('['), 0));
    const onPrototype = name.includes('prototype') || name.startsWith('%') || !own[owner];
    const receivers = onPrototype ? own[owner] || [] : ['undefined'];
    const many = [[], ...alone.map(one => [one]), ...pairs];
    const most = name.startsWith('get ') ? 0 : name.startsWith('set ') ? 1 : Infinity;
    receivers.forEach((receiver, n) => many.forEach((args, i) => {
      // The first has everything, of the others each an eighth.
      if (args.length <= most && (n === 0 || (n + i) % 8 === 0)) calls.push(['call', receiver, args]);
    }));
    for (const receiver of anyReceiver) for (const args of few) calls.push(['call', receiver, args]);
    if (!onPrototype || isConstructor(chosen)) {
      calls.push(...alone.map(one => ['new', '', [one]]), ...pairs.map(args => ['new', '', args]), ['new', '', []], ['heir', '', []], ['heir', '', ['1']], ['heir', '', ['iterable', 'f']]);
    }
    return String(calls.length);
  }

  const nameOf = index => {
    const { 0: how, 1: receiver, 2: args } = calls[index];
    return how === 'call' ? `${path}.call(${[receiver, ...args].join(', ')})` : how === 'new' ? `new ${path}(${args.join(', ')})` : `construct(${path}, [${args.join(', ')}], heir)`;
  };

  function call(index) {
    const { 0: how, 1: receiver, 2: names } = calls[index];
    const self = how === 'call' ? values[receiver]() : undefined;
    const args = [];
    for (let i = 0; i < names.length; i++) add(args, values[names[i]]());
    const before = args.length;
    try {
      completed(how === 'call' ? apply(chosen, self, args) : how === 'new' ? construct(chosen, args) : construct(chosen, args, heirs()));
    } catch (e) {
      threw(e);
    }
    // What it did to what it was given.
    if (typeof self === 'object' && self !== null) log(`this: ${describe(self)}`);
    for (let i = 0; i < before; i++) if (typeof args[i] === 'object' && args[i] !== null) log(`${i}: ${describe(args[i])}`);
    return '';
  }

  return { functions: () => (walk(), paths.join('\n')), choose, nameOf, call, completed, threw, report, publish };
})
