with ({ x: 1, get y() { return log('y'), 2 }, [Symbol.unscopables]: { z: true }, z: 3 }) { var z = 'outer'; x = x + y } z

var o = { a: 1 }; with (o) { a = 2; b = 3; var c = 4 } [o, b, c]

with (new Proxy({}, { has(t, k) { if (k === 'q') log('has', k); return k === 'q' }, get(t, k) { return k === Symbol.unscopables ? undefined : 'proxied' } })) { q }

undeclared = 5; [undeclared, delete undeclared, typeof undeclared]

{ function blockFn() { return 'hoisted' } } blockFn()

[typeof later, (() => { { function later2() {} } return typeof later2 })()]; { function later() {} }

if (true) function inIf() { return 1 } inIf()

try { throw [1] } catch ([e]) { var e2 = e } e2

try { throw 1 } catch (e) { var e = 2 } e

(function () { return [typeof arguments, arguments.callee !== undefined] })()

(function (a, a) { return a })(1, 2)

[010, '\101', 08, 0.0, delete Object.prototype.nothing]

var x = 1 <!-- comment
--> another comment
x

label: function inLabel() { return 'labelled' } inLabel()

for (var i = 0 in {}) ; i

var let = 1, yield = 2, static = 3, await = 4; [let, yield, static, await]

(function () { return this === globalThis })()

NaN = 1; undefined = 2; Infinity = 3; [NaN, undefined, Infinity]

Object.freeze([1]).push ? (() => { const a = Object.freeze([1]); a[0] = 2; a.length = 0; delete a[0]; return a })() : 0

'abc'.length = 5; var s = 'abc'; s.x = 1; [s.length, s.x]

var f = function g() { g = 1; return typeof g }; f()

eval('var leaked = 1'); leaked

(function (a) { eval('var a = 2; var b = 3'); return [a, b, arguments[0]] })(1)

(0, eval)('var globalEval = 1'); [typeof globalEval, delete globalThis.globalEval]

var get = Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').get; [get.call(1) === Number.prototype, ({}).__defineGetter__('a', () => 1), 'x'.anchor('"'), 'x'.big(), new Date(0).getYear(), /a/.compile('b').source, 'abc'.substr(-1)]

function f() { return f.arguments === null || f.arguments === undefined } try { f() } catch (e) { e.message }

var arguments = 1; arguments

this.viaThis = 1; [viaThis, delete this.viaThis, 'viaThis' in this]

var notDeletable = 1; [delete notDeletable, notDeletable]

void function () { a = 1; var a }(); typeof a

switch (1) { case 1: function inSwitch() { return 's' } } inSwitch()

var undefined; undefined

for (let of of [1]) log(of); for (let in {}) ; for (async of => 1; false;) ; 1

async = 1; async
(2)

/=/.test('='); var g = 2, i = 1; [4 /2/g, 8
/g/i]

a: { b: { break a } } ({}).toString()
