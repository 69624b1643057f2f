function* g() { const a = yield 1; log('got', a); try { const b = yield a * 2; log('got', b) } catch (e) { log('caught', e); yield 'c' } finally { log('finally'); yield 'f' } return 'r' } var i = g(); [i.next('ignored'), i.next(5), i.throw('err'), i.next(), i.next(), i.next()]

function* g() { try { yield 1; yield 2 } finally { log('cleanup'); yield 'late' } } var i = g(); [i.next(), i.return('ret'), i.next(), i.next()]

function* inner() { try { const x = yield 'i1'; log(x); return 'inner result' } finally { log('inner done') } } function* outer() { const r = yield* inner(); log(r); yield* [1, 2]; yield* 'ab' } [...outer()]

function* g() { yield* { [Symbol.iterator]: () => ({ next: v => (log('n', v), { value: 1, done: v === 'stop' }), return: v => (log('r', v), { value: 'R', done: true }), throw: v => (log('t', v), { value: 'T', done: false }) }) } } var i = g(); [i.next('a'), i.next('b'), i.throw('c'), i.next('stop'), i.next()]

function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b] } } [...fib().filter(x => x % 2).map(x => x * x).drop(2).take(5)]

function* g() { const o = { a: yield 1, [yield 2]: yield 3, ...(yield 4) }; return [o, `${yield 5}`, (yield 6) + (yield 7)] } var i = g(); var r; for (var k = 0; k < 9; k++) { r = i.next(k); log(r) }

function* g() { for (const x of [1, 2, 3]) { for (let y = 0; y < 2; y++) { if (x === 2) continue; const z = yield [x, y]; log(z) } } } for (const v of g()) log(v)

function* g() { label: for (;;) { switch (yield) { case 1: continue label; case 2: break label; default: yield 'other' } } return 'end' } var i = g(); [i.next(), i.next(1), i.next(9), i.next(), i.next(2)]

var o = { *[Symbol.iterator]() { yield* Object.keys(this) }, a: 1, b: 2 }; [...o]

function* g() { yield this; yield arguments.length; yield new.target } [...g(1, 2)].length

function* g() { yield g.caller } try { new g } catch (e) { log(e.message) } Object.getPrototypeOf(g.prototype) === Object.getPrototypeOf(function* () {}.prototype)

function* g() { i.next() } var i = g(); try { i.next() } catch (e) { log(e.message) } i.next()

function* tree(n) { if (n > 0) { yield* tree(n - 1); yield n; yield* tree(n - 1) } } [...tree(4)].join('')

function* g(a = (log('default'), 1)) { yield a } var i = g(); log('created'); i.next()

function* g() { try { yield 1 } catch { yield 2 } } var i = g(); [i.throw === i.return, (() => { try { i.throw(new Error('early')) } catch (e) { return e.message } })(), i.next()]

[...[1, 2, 3].values().flatMap(x => [x, [x]])]

Iterator.from({ i: 0, next() { return { done: this.i > 3, value: this.i++ } } }).map((x, n) => [x, n]).toArray()

[1, 2, 3].values().reduce((a, b) => a + b) + [1, 2].values().some(x => x > 1) + [1].values().every(x => x > 1) + [5].values().find(x => x === 5)

class I extends Iterator { n = 0; next() { return { done: this.n > 2, value: this.n++ } } return() { log('return'); return {} } } [new I().take(2).toArray(), [...new I()], new I().find(x => x === 1), new I().drop(1).next()]

try { [].values().take(-1) } catch (e) { log(e.message) } try { [].values().drop(NaN) } catch (e) { log(e.message) } try { [1].values().map() } catch (e) { log(e.message) } try { new Iterator } catch (e) { log(e.message) }

function* g() { const r = yield* (function* () { return yield 'x' })(); return r } var i = g(); [i.next(), i.next('v')]

function* g() { let x = 0; while (x < 3) { x += (yield x) ?? 1 } return [x, yield 'almost'] } var i = g(); [i.next(), i.next(), i.next(2), i.next('end')]

function* g() { with_: { const { a = yield 'da', b = yield 'db' } = { a: undefined }; const [c = yield 'dc'] = []; yield [a, b, c] } } var i = g(); [i.next(), i.next(1), i.next(2), i.next(3)]

function* g() { try { try { yield 1 } finally { log('inner') } } finally { log('outer') } } for (const x of g()) break

function* g() { const f = () => [...arguments]; yield f(); yield (yield 1) ? (yield 2) : (yield 3) } var i = g(7); [i.next(), i.next(), i.next(0), i.next('z'), i.next()]
