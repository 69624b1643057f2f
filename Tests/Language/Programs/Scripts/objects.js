var t = []; var h = new Proxy({}, { get: (_, k) => (...a) => { t.push(k); return Reflect[k](...a) } }); var p = new Proxy({ a: 1 }, h); p.a; p.b = 2; 'a' in p; delete p.b; Object.keys(p); Object.getPrototypeOf(p); Object.isExtensible(p); Object.defineProperty(p, 'c', { value: 3 }); ({ ...p }); for (var k in p); Object.freeze(p); JSON.stringify(p); t

try { new Proxy(Object.freeze({ a: 1 }), { get: () => 2 }).a } catch (e) { log(e.message) } try { Object.keys(new Proxy({}, { ownKeys: () => [1] })) } catch (e) { log(e.message) } try { Object.getOwnPropertyDescriptor(new Proxy({}, { getOwnPropertyDescriptor: () => ({ value: 1, configurable: false }) }), 'x') } catch (e) { log(e.message) }

var p = new Proxy(function () {}, { apply: (t, self, a) => ['apply', self, a], construct: (t, a, n) => ({ a, same: n === p }) }); [p.call(1, 2), new p(3), typeof p]

Reflect.ownKeys({ b: 1, 2: 1, a: 1, 1: 1, [Symbol('s')]: 1, '-1': 1, '01': 1, 4294967295: 1, 4294967294: 1 })

var o = { get a() { return this }, set a(v) { log(v) } }; [Reflect.get(o, 'a', 5), Reflect.set(o, 'a', 6, {}), Reflect.set({}, 'x', 1, Object.freeze({})), Reflect.has(o, 'a'), Reflect.deleteProperty(Object.freeze([1]), 0)]

Object.getOwnPropertyDescriptors({ a: 1, get b() { return 2 }, [Symbol.iterator]: 3 })

var o = Object.create({ inherited: 1 }, { hidden: { value: 2 }, shown: { value: 3, enumerable: true } }); [Object.keys(o), Object.entries(o), JSON.stringify(o), 'inherited' in o, Object.hasOwn(o, 'inherited'), o.propertyIsEnumerable('hidden')]

Object.groupBy([1, 2, 3, 4], x => x % 2 ? 'odd' : 'even')

Map.groupBy([1, 2, 3], x => x > 1).get(true)

Object.fromEntries(new Map([['a', 1], [Symbol.for('b'), 2]]))

structured: { const a = Object.assign({}, null, 'ab', [9], { get x() { return 1 } }); log(a) }

[Object.is(NaN, NaN), Object.is(0, -0), NaN === NaN, [NaN].includes(NaN), [NaN].indexOf(NaN), null == 0, undefined == null, '1' == 1, [1] == 1, ({}) == '[object Object]', 1n == 1, 2n > 1, '2' > 1n, NaN < 1n]

[1 + '2', '3' - 1, [] + {}, [] + [], +[], +{}, 1 / -0, -7 % 3, 2 ** -1, (-2) ** 3, 7 >>> 1, -7 >> 1, -1 >>> 28, 1 << 33, ~~3.7, !'', typeof void 0, 5 & 6 | 1 ^ 8]

[0.1 + 0.2, 1e21, 1e-7, 123456789012345680000, 5e-324, 1.7976931348623157e308, 0xff, 0o17, 0b11, 1_000, .5, 5., (25).toString(36), (0.5).toString(2), (-255).toString(16), 1e21 + '', (1.005).toFixed(2), (1e21).toFixed(2), (123.456).toPrecision(4), (0.00001).toPrecision(1), (12345).toExponential(2)]

[parseInt('0x1f'), parseInt('12abc', 8), parseInt(''), parseFloat('-.5e3x'), Number('0b11'), Number(' 12 '), Number('1_0'), Number(''), Number(null), Number(undefined), Number([5]), Number('Infinity'), Number('-'), Number(new Date(5)), +'\u00a0\ufeff7']

[2n ** 64n, -7n / 2n, -7n % 3n, BigInt.asIntN(8, 255n), BigInt.asUintN(8, -1n), 5n & -2n, 1n << 70n, -1n >> 5n, BigInt('0xff'), BigInt(Number.MAX_SAFE_INTEGER) + 2n, typeof 1n, 10n > 9, (123n).toString(7), BigInt('-12'), 0n === -0n]

try { 1n + 1 } catch (e) { log(e.message) } try { BigInt(1.5) } catch (e) { log(e.message) } try { BigInt('x') } catch (e) { log(e.message) } try { +1n } catch (e) { log(e.message) } try { 1n / 0n } catch (e) { log(e.message) } try { 2n ** -1n } catch (e) { log(e.message) } try { Math.max(1n) } catch (e) { log(e.message) }

var s = Symbol('d'); [s.description, s.toString(), Symbol.for('x') === Symbol.for('x'), Symbol.keyFor(Symbol.for('x')), Object(s) == s, { [s]: 1 }]

try { Symbol() + '' } catch (e) { log(e.message) } try { +Symbol() } catch (e) { log(e.message) } try { new Symbol } catch (e) { log(e.message) } try { null.x } catch (e) { log(e.message) } try { undefined.x.y } catch (e) { log(e.message) } try { (void 0)() } catch (e) { log(e.message) } try { ({}).x.y } catch (e) { log(e.message) } try { let a = 1; a() } catch (e) { log(e.message) } try { x.y = 1; let x } catch (e) { log(e.message) } try { null[Symbol.iterator] } catch (e) { log(e.message) } try { new (class { constructor() { this.a.b } }) } catch (e) { log(e.message) } try { [].reduce((a, b) => a) } catch (e) { log(e.message) } try { 'x' in 'y' } catch (e) { log(e.message) } try { 1 instanceof 1 } catch (e) { log(e.message) } try { ({}) instanceof (() => {}) } catch (e) { log(e.message) } try { new Array(-1) } catch (e) { log(e.message) } try { decodeURIComponent('%') } catch (e) { log(e.message) } try { JSON.parse('{"a":}') } catch (e) { log(e.message) } try { [...1] } catch (e) { log(e.message) } try { new Map([1]) } catch (e) { log(e.message) } try { Object.defineProperty(1, 'a', {}) } catch (e) { log(e.message) } try { Object.setPrototypeOf(Object.preventExtensions({}), {}) } catch (e) { log(e.message) } try { var c = {}; c.c = c; JSON.stringify(c) } catch (e) { log(e.message) }

var wm = new WeakMap, k = {}, f = () => {}; wm.set(k, 1).set(f, 2); var ws = new WeakSet([k]); try { wm.set(1, 1) } catch (e) { log(e.message) } try { wm.set(Symbol.for('r'), 1) } catch (e) { log(e.message) } [wm.get(k), wm.has(f), wm.delete(f), wm.has(f), ws.has(k), wm.get({}), wm.set(Symbol('ok'), 1) === wm]

var chain = new WeakMap, head = {}, at = head; for (var i = 0; i < 50; i++) { var next = { i }; chain.set(at, next); at = next } var n = 0; for (at = head; chain.has(at); at = chain.get(at)) n++; n

var a = new WeakMap, b = new WeakMap, k = {}; a.set(k, 'a'); b.set(k, 'b'); a.set(k, 'a2'); b.delete(k); [a.get(k), b.has(k), a.has(k), a.delete(k), a.delete(k), a.get(k)]

var r = new WeakRef({ x: 1 }); [r.deref(), r.deref() === r.deref(), Object.prototype.toString.call(r)]

var fr = new FinalizationRegistry(log), t = {}; fr.register({}, 'held', t); try { fr.register(t, t) } catch (e) { log(e.message) } [fr.unregister(t), fr.unregister({})]

var m = new Map([[NaN, 1], [-0, 2]]); var seen = []; m.forEach((v, k) => { seen.push(k); if (m.size < 5) m.set(m.size, 0); m.delete(NaN) }); [seen, m.get(0), Object.is([...m.keys()][0], 0)]

var a = new Set([1, 2, 3]), b = new Set([2, 3, 4]); [a.union(b), a.intersection(b), a.difference(b), a.symmetricDifference(b), a.isSubsetOf(b), new Set([2]).isSubsetOf(b), a.isDisjointFrom(new Set([9]))]

try { ({ __proto__: 1 }); var o = { __proto__: Array.prototype, ['__proto__']: 2 }; log(Object.hasOwn(o, '__proto__'), Array.isArray(o)) } catch (e) { log(e.message) }

var o = { valueOf: () => 3, toString: () => 's' }; [o + 1, `${o}`, o * 2, o == 3, [o] + '', { [o]: 1 }, o > 2, new Date(o).getTime(), 'abc'[o], isNaN(o)]

try { `${{ [Symbol.toPrimitive]: () => ({}) }}` } catch (e) { log(e.message) } try { +{ valueOf: () => ({}), toString: () => ({}) } } catch (e) { log(e.message) } try { `${Object.create(null)}` } catch (e) { log(e.message) }

[[].concat([1], [[2]], { length: 1, 0: 3, [Symbol.isConcatSpreadable]: true }), [1, [2, [3, [4]]]].flat(Infinity), [3, 1, 2].toSorted(), [1, 2, 3].toSpliced(1, 1, 'x', 'y'), [1, 2].with(0, 9), [1, 2, 3].findLast(x => x < 3), [1, 2, 3].at(-1), Array.from({ length: 3 }, (_, i) => i * i), [1, 2, 3, 4].copyWithin(0, 2), [, 1].indexOf(undefined), [, 1].includes(undefined), [3, 20, 100].sort(), [..."cba"].sort((a, b) => a < b ? -1 : 1)]

var a = [5, 1, 4, , undefined, 2]; a.sort((x, y) => { log(x, y); return x - y })

var a = []; a[5] = 1; a.length = 3; a[4294967294] = 'max'; [a.length, Object.keys(a), a.length === 4294967295]

var a = [1, 2, 3]; Object.defineProperty(a, 'length', { writable: false }); try { a.push(4) } catch (e) { log(e.message) } try { a[3] = 1 } catch (e) { log(e.message) } a

new Error('m', { cause: new RangeError('c') }).stack.split('\n')[0]

function thrower() { throw new Error('deep') } try { [1].forEach(function each() { thrower() }) } catch (e) { e.stack }

using_test: { if (typeof DisposableStack === 'function') { const s = new DisposableStack; s.defer(() => log('d1')); s.use({ [Symbol.dispose]() { log('d2') } }); s.adopt(5, v => log('d3', v)); s.dispose(); log(s.disposed) } }
