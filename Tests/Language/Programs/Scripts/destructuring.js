var [a, , b = 2, ...[c, d]] = [1, 2, undefined, 4, 5, 6]; [a, b, c, d]

var a, b; [a, b] = [b = 1, a = 2]; [a, b]

var o = {}; [o.x, o['y'], ...o.z] = 'abcd'; ({ p: o.p = 9, ['q' + 1]: o.q } = { q1: 3 }); o

var { length, [length - 1]: last } = 'word'; [length, last]

var { ...copy } = new Proxy({ a: 1, [Symbol.for('s')]: 2 }, { ownKeys(t) { log('ownKeys'); return Reflect.ownKeys(t) }, getOwnPropertyDescriptor(t, k) { log('gopd', k); return Reflect.getOwnPropertyDescriptor(t, k) }, get(t, k) { log('get', k); return t[k] } }); copy

try { var { x } = null } catch (e) { log(e.message) } try { var [y] = {} } catch (e) { log(e.message) } try { var [[z]] = [null] } catch (e) { log(e.message) } try { (({ a: { b } }) => b)({}) } catch (e) { log(e.message) }

var i = { [Symbol.iterator]() { return { next() { log('next'); return { done: false, value: 1 } }, return() { log('return'); return {} } } } }; var [p, q] = i; [p, q]

var i = { [Symbol.iterator]() { return { next() { return { done: false, value: undefined } }, return() { log('closed'); return {} } } } }; try { var [p = (() => { throw 'default' })()] = i } catch (e) { log(e) }

var i = { [Symbol.iterator]() { return { next() { throw new Error('next') }, return() { log('must not close') } } } }; var [p] = i

for (var { a, b: [c] = [7] } of [{ a: 1 }, { a: 2, b: [3] }]) log(a, c)

for (var [k, v] of Object.entries({ x: 1, y: { z: 2 } })) log(k, v)

var f = ([a, b] = [1, 2], { c } = { c: 3 }) => a + b + c; [f(), f([4, 5]), f([1], { c: 1 }), f.length]

[...'a\u{1F600}b', ...new Set([1, 1, 2]), ...new Map([[1, 2]]), ...(function* () { yield* [7, 8] })()]

({ ...null, ...undefined, ...'hi', ...[1, 2], ...{ get g() { log('getter'); return 1 } }, __proto__: null })

var x = 1, y = 2; [x, y] = [y, x]; [x, y] = [...[x, y], x]; ({ x, y } = { x: y, y: x }); [x, y]

let [a = 1, { b } = { b: a }, [c = b] = []] = []; [a, b, c]

var fn; ({ fn = function () {} } = {}); var { g = () => {}, h = class {} } = {}; [fn.name, g.name, h.name]

try { const { a, b: { c } } = { a: 1 } } catch (e) { e }

null ?? undefined ?? 0 ?? 1

var o = { a: { b() { return this.c }, c: 5 }, n: null }; [o?.a?.b(), o.n?.x.y.z(), o.a?.['b'](), o.zz?.(), delete o?.a?.c, o?.a.c, o.n?.[log('never')]]

try { o.u?.(); var o = {}; o.u() } catch (e) { log(e.message) }

var o = { a: 0, b: null, c: 1 }; o.a ||= 2; o.b ??= 3; o.c &&= 4; o.d ??= 5; o

var o = Object.freeze({ a: 1 }); o.a ||= 2; try { o.a = 3 } catch (e) { log(e.message) } try { delete o.a } catch (e) { log(e.message) } o
