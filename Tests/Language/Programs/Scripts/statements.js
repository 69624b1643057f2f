var out = []; outer: for (var i = 0; i < 4; i++) { for (var j = 0; j < 4; j++) { if (j === 2) continue outer; if (i === 3) break outer; out.push([i, j]); } } out

var r = []; for (let i = 0, n = 3; i < n; i++) { r.push(() => i * 10 + n); i += 0; n -= 0; } r.map(f => f())

block: { log('in'); break block; log('never'); } log('out'); 'completion'

1; do { 2; continue; 3; } while (false)

4; if (true) { } else 5;

switch (3) { case 1: 'a'; case 2: 'b'; break; default: 'd'; case 4: 'e' }

var o = []; switch (typeof null) { default: o.push('default'); case 'x': o.push('x'); break; case 'object': o.push('object'); case 'y': o.push('y') } o

function f(x) { try { if (x) throw x; return 'return'; } catch (e) { return 'caught ' + e; } finally { log('finally', x); if (x === 2) return 'overridden'; } } [f(0), f(1), f(2)]

function g() { for (const x of [1, 2, 3]) { try { continue; } finally { log(x); if (x === 2) break; } } return 'done'; } g()

try { try { throw 1 } finally { log('f1') } } catch (e) { try { throw e + 1 } catch { log('c2') } finally { log('f2') } }

var s = ''; for (var k in { b: 1, a: 2, 2: 3, 1: 4, __proto__: { z: 1, a: 5 } }) s += k; s

var a = [1, 2, 3]; var seen = []; for (var k in a) { seen.push(k); if (k === '0') { delete a[1]; a.push(9); } } seen

for (var x of [1, 2]) { x; } x

for (const [k, { v = 'def', ...rest }] of [['p', { v: 1, w: 2 }], ['q', { y: 3 }]]) log(k, v, rest)

var it = { [Symbol.iterator]() { let n = 0; return { next() { log('next', n); return { value: n, done: n++ > 3 } }, return() { log('return'); return {} } } } }; for (const v of it) { if (v === 2) break }

var it = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { log('return'); return 1 } }) }; try { for (const v of it) break } catch (e) { e }

var it = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { throw new Error('from return') } }) }; for (const v of it) throw new Error('from body')

var n = 0; while (true) { if (n++ > 5) break; if (n % 2) continue; log(n) } n

let x = 1; { let x = 2; { let x = 3; log(x) } log(x) } x

try { y; let y = 1 } catch (e) { log(e.name, e.message) }

try { const c = 1; c = 2 } catch (e) { log(e) }

typeof undeclared + typeof undefined + typeof null + typeof 1n + typeof Symbol() + typeof class {} + typeof (() => 1)

var v = 1; var v; v

switch (1) { case 0: let q = 1; case 1: try { q } catch (e) { log(e.message) } }

throw { custom: [1, 2] }

throw undefined

throw new class MyError extends TypeError { constructor() { super('mine', { cause: 1 }); this.extra = 2 } }

a: b: c: for (;;) { for (;;) { break b } } 'left'

if (0) ; else if (0n) ; else if ('') ; else if (NaN) ; else 'none'

var i = 0; for (;;) { if (++i > 9) break; switch (i) { case 3: continue; case 5: break; default: log(i) } }

eval('var evald = 1; let hidden = 2; evald + hidden') + (typeof evald) + (typeof hidden)

eval('1;;;;'); eval('{}'); eval('if(1){}'); [eval('1; var x = 2;'), eval('2; function f() {}'), eval('3; class C {}'), eval('do { 4; break } while (1)'), eval('5; try { 6 } finally { 7 }'), eval('8; switch (1) { case 1: }'), eval('9; for (var i = 0; i < 2; i++) i')]

var d = 0; debugger; d

(function () { return; })()

(function () { return /* c */ 1
+ 2 })()

var a = 1
var b = a
++b
;[a, b]
