function f(a, b = a + 1, ...c) { return [a, b, c, arguments.length, f.length, f.name] } [f(), f(1), f(1, undefined, 3, 4)]

(function () { return typeof this })() + (() => typeof this)()

(function (a) { arguments[0] = 2; const before = a; a = 3; return [before, arguments[0], arguments.length] })(1)

(function (a, b = 1) { arguments[0] = 2; return a })(1)

var o = { m() { return super.toString === Object.prototype.toString }, get x() { return this._x ?? 'unset' }, set x(v) { this._x = v }, ['c' + 1]: 1, async *g() {}, 'quoted key': 2, 3: 4 }; o.x = 5; [o.m(), o.x, o, o.g.name, Object.getOwnPropertyDescriptor(o, 'x').set.name]

function counter() { let n = 0; return { inc: () => ++n, dec: () => --n, get n() { return n } } } var c = counter(), d = counter(); c.inc(); c.inc(); d.dec(); [c.n, d.n]

var fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); fib(15)

(function fact(n) { return n ? BigInt(n) * fact(n - 1) : 1n })(30)

hoisted(); function hoisted() { log('hoisted') } var hoisted2 = function named() { return typeof named }; hoisted2()

(() => ({}))() ; ((a, { b, c: [d] = [4] } = {}, ...[e, f]) => [a, b, d, e, f])(1, { b: 2 }, 3, 5)

var f = function () { return new.target === f }; [f(), new f() instanceof f, Reflect.construct(f, [], Object)]

function F(x) { this.x = x; return x > 1 ? { other: x } : x } [new F(1), new F(2), F.prototype.constructor === F]

var bound = function (...a) { return [this && this.t, a] }.bind({ t: 1 }, 2, 3); [bound(4), bound.name, bound.length, new (function (a) { this.a = a }.bind(null, 7))()]

[function () {}.toString(), (a => a).toString(), class A { m() {} }.toString(), ({ get x() { return 1 } }, Object.getOwnPropertyDescriptor({ get x() { return 1 } }, 'x').get.toString()), Math.max.toString()]

function t(s, ...v) { return [s, s.raw, v, Object.isFrozen(s)] } t`a${1}\n${{ x: 2 }}\u{41}z`

function id(s) { return s } function once() { return id`x` } [once() === once(), id`x` === id`x`]

((s, ...v) => s.raw.join('|') + v)`\unicode and ${1} \xerxes`

`a${1 + 1}b${`c${3}`}` + `line1
line2`

try { (function f() { f = 1; return typeof f })() } catch (e) { e }

function dup(a, b) { var a; return a } dup(1, 2)

(function (x, f = () => x) { var x = 2; return [x, f()] })(1)

var f = (x = (() => { throw new Error('default') })()) => x; try { f() } catch (e) { log(e.message) } f(1)

Function('a', 'b = 2', '...c', 'return a + b + c.length')(1, undefined, 3, 4)

new Function('/*', '*/){').toString

(new (async () => {}).constructor('x', 'return await x'))(3)

[..."ab"].map(Function.prototype.call, String.prototype.toUpperCase)

Math.max.apply(null, { length: 2, 0: 5, 1: 7 }) + Math.min(...[3, 1], 2)

(function () { 'use strict'; return this })() === undefined

var o = { f() { return () => this.v }, v: 1 }; var g = o.f(); o = null; g()

function outer() { return inner(); function inner() { return inner.caller === undefined } } try { outer() } catch (e) { e.name }

(({ a: { b = 1 } = {}, ...r }, [c, , d = c] = [2]) => [b, r, c, d])({ x: 1 })

var log2 = []; var obj = { get a() { log2.push('a'); return 1 }, get b() { log2.push('b') } }; var { b = (log2.push('default'), 2), a } = obj; [a, b, log2]
