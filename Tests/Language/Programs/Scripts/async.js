async function f() { log(1); await null; log(3); return 'done' } var p = f(); log(2); p

async function f(n) { log('start', n); await 0; log('a', n); await 0; log('b', n) } f(1); f(2); Promise.resolve().then(() => log('t1')).then(() => log('t2')).then(() => log('t3'))

(async () => { try { await Promise.reject(new Error('no')) } catch (e) { log(e.message) } finally { await 0; log('finally') } return 'ok' })()

(async () => { throw new TypeError('thrown') })()

async function* g() { try { yield 1; const x = yield Promise.resolve(2); log('got', x); yield* [3, Promise.resolve(4)]; yield* (async function* () { yield 5 })() } finally { log('closed') } } (async () => { const r = []; for await (const x of g()) r.push(x); return r })()

async function* g() { try { yield 1; yield 2 } finally { await 0; log('cleanup') } } (async () => { for await (const x of g()) { log(x); break } return 'after' })()

async function* g() { yield 1; throw new Error('mid') } var i = g(); Promise.allSettled([i.next(), i.next(), i.next(), i.return(5), i.throw(new Error('x'))])

Promise.all([1, Promise.resolve(2), { then(r) { r(3) } }])

Promise.allSettled([1, Promise.reject('no'), Promise.resolve({ a: 1 })])

Promise.any([Promise.reject(1), Promise.reject(2)]).catch(e => [e.constructor.name, e.errors, e.message])

Promise.race([new Promise(() => {}), Promise.resolve('fast'), Promise.reject('slow')])

var { promise, resolve, reject } = Promise.withResolvers(); promise.finally(() => log('finally')).then(v => log('value', v)); resolve(1); resolve(2); reject(3); promise

Promise.try((a, b) => a + b, 1, 2)

Promise.try(() => { throw new Error('sync') }).catch(e => e.message)

new Promise((r, j) => { r(new Promise(r2 => r2({ then(f) { log('thenable'); f('deep') } }))); j('ignored'); throw 'ignored too' })

var p = new Promise(r => setTimeoutLike(() => r(1))); function setTimeoutLike(f) { Promise.resolve().then(f) } p.then(v => { throw v + 1 }).catch(v => v + 1).finally(() => 99).then(log)

var thenable = { get then() { log('get then'); return (a, b) => { log('called'); a(7); b(8) } } }; (async () => await thenable)()

(async () => { const r = []; for await (const x of [Promise.resolve(1), 2, { then: f => f(3) }]) r.push(x); return r })()

(async () => { for await (const x of [Promise.reject(new Error('in list'))]) log('never') })()

(async function () { const a = await 1 + await 2; const o = { [await 'k']: await 3, ...(await { s: 1 }) }; return [a, o, `${await 't'}`, await (await (async () => async () => 4)())()] })()

(async () => { let s = ''; for (let i = 0; i < 3; i++) { try { if (i === 1) throw await i; s += i; continue } catch (e) { s += 'e' + e } finally { s += 'f'; await 0 } } return s })()

var order = []; var tick = n => Promise.resolve().then(() => order.push(n)); (async () => { order.push('s'); await tick(1); order.push('m'); await Promise.all([tick(2), tick(3)]); order.push('e'); return order })()

async function f(a = await1(), b = a) { return [a, b, arguments.length] } function await1() { return 1 } f()

var f = async x => await x; var o = { async m() { return this.v }, v: 2, async *[Symbol.asyncIterator]() { yield this.v } }; (async () => [await f(1), await o.m(), await Array.fromAsync(o)])()

Array.fromAsync([1, Promise.resolve(2)], async x => x * 2)

(async () => { label: for (const x of [1, 2]) { for await (const y of [3, 4]) { if (y === 4) continue label; log(x, y) } } })()

var f = async () => { await 0; throw 1 }; Promise.all([f().catch(x => ['c', x]), f().then(null, x => ['r', x]), f().finally(() => 2).catch(x => ['f', x])])

(async () => { using_: try { return await Promise.reject(1) } catch (e) { return ['caught', e] } finally { log('f') } })()

var rejections = Promise.reject(new Error('unhandled')); rejections.catch(() => log('handled late')); 1

async function* g() { const r = yield 'a'; log('r', r); return 'end' } var i = g(); (async () => [await i.next(), await i.next('v'), await i.next()])()

async function* g() { yield* { [Symbol.asyncIterator]: () => ({ next: v => (log('n', v), { value: 1, done: v === 2 }), return: v => (log('r', v), { value: v, done: true }) }) } } var i = g(); (async () => [await i.next(1), await i.next(7), await i.return('q'), await i.next()])()

Promise.resolve(1).then(2).then(undefined, 3).then(v => v)

Promise.prototype.then.call(1)
