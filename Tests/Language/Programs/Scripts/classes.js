class A { #p = 1; static #s = 2; get p() { return this.#p } set p(v) { this.#p = v } static s() { return A.#s++ } #m() { return 'm' + this.#p } m() { return this.#m() } static has(o) { return #p in o } } var a = new A; a.p = 5; [a.p, a.m(), A.s(), A.s(), A.has(a), A.has({}), a]

class A { constructor() { log('A', new.target.name) } } class B extends A { x = log('field'); constructor() { log('before'); super(); log('after') } } new B

class B extends Object { constructor() { try { this.x } catch (e) { log(e.message) } super(); try { super() } catch (e) { log(e.message) } } } new B

class B extends Array { constructor() {} } try { new B } catch (e) { e }

class N extends null { static x = 1 } [N.x, Object.getPrototypeOf(N.prototype)]

try { class X extends 5 {} } catch (e) { log(e.message) } try { class X extends (() => {}) {} } catch (e) { log(e.message) } try { (class {})() } catch (e) { log(e.message) } 

class A { static { this.a = 1; var local = 2; log(typeof local) } static b = this.a + 1; static ['c' + 1] = () => this.b; static async *g() { yield 1 } } [A.a, A.b, A.c1(), A.g.name]

class A { #x; constructor(x) { this.#x = x } static read(o) { return o.#x } static write(o) { o.#x = 1 } } [A.read(new A(7)), (() => { try { A.read({}) } catch (e) { return e.message } })(), (() => { try { A.write({}) } catch (e) { return e.message } })()]

class A { get #g() { return 1 } set #w(v) {} #m() {} t() { try { this.#g = 1 } catch (e) { log(e.message) } try { this.#w } catch (e) { log(e.message) } try { this.#m = 1 } catch (e) { log(e.message) } } } new A().t()

class Stamp { constructor(o) { return o } } class P extends Stamp { #v = 1; static get(o) { return o.#v } } var o = {}; new P(o); try { new P(o) } catch (e) { log(e.message) } P.get(o)

class A { m() { return 'A.m' } static s() { return 'A.s' } get g() { return 'A.g' + this.v } } class B extends A { v = 1; m() { return super.m() + super['g'] } static s() { return super.s() + '!' } set g(x) { super.z = x } } var b = new B; b.g = 3; [b.m(), B.s(), b]

class A { 'constructor'() { this.k = 1 } } new A

var order = []; class C { [(order.push(1), 'a')] = order.push(4); static [(order.push(2), 'b')] = order.push(3) } new C; order

class A extends Array { sum() { return this.reduce((x, y) => x + y, 0) } static get [Symbol.species]() { return Array } } var a = A.from([1, 2, 3]); [a.sum(), a instanceof A, a.map(x => x) instanceof A, a.length, A.of(7)]

class E extends Error { name = 'E'; constructor(m, o) { super(m, o) } } var e = new E('msg', { cause: 'why' }); [String(e), e, e instanceof E, Object.prototype.toString.call(e)]

class P extends Promise { static log = []; then(...a) { log('then'); return super.then(...a) } } P.resolve(1).then(x => x + 1)

class M extends Map { set(k, v) { return super.set(k, v * 2) } } new M([['a', 1]])

class A { static name = 'own'; static m() {} } [A.name, Object.getOwnPropertyNames(A)]

[class {}.name, (class X {}).name, new (class { f = class {} })().f.name, Object.getOwnPropertyDescriptors(class { static m() {} get a() { return 1 } })]

class A { accessor = 1; static async = 2; get = 3; set = 4; static = 5; of = 6 } [new A, A.async]

class A { constructor() { this.f = () => this } } var a = new A; a.f() === a

var mixin = Base => class extends Base { mixed() { return 'mixed ' + super.hello() } }; class H { hello() { return 'hi' } } new (mixin(mixin(H)))().mixed()

class A { toString() { return 'str' } valueOf() { return 42 } [Symbol.toPrimitive](h) { log(h); return h === 'number' ? 1 : 'prim' } } var a = new A; [`${a}`, +a, a + '', a * 2, a < 2, [1, 2][a]]

class A { static [Symbol.hasInstance](x) { return x === 1 } } [1 instanceof A, {} instanceof A]

class A { async #a() { return 1 } async *#g() { yield await this.#a(); yield 2 } async run() { let r = []; for await (const x of this.#g()) r.push(x); return r } } new A().run()

class Outer { #x = 1; Inner = class { read(o) { return o.#x } } } var o = new Outer; new o.Inner().read(o)

try { class A { x = A.y; static y = new A } } catch (e) { log(e.message) }

class A { constructor() { Object.freeze(this) } } class B extends A { #p = 1; q = 2 } try { new B } catch (e) { log(e.message) }

var obj = { __proto__: { greet() { return 'proto' } }, greet() { return 'own ' + super.greet() } }; obj.greet()

class A { get x() { return 1 } } var a = new A; try { a.x = 2 } catch (e) { log(e.message) } a.x
