// What a top level may leave behind, one of each, and for each a step that shows and changes its state.
globalThis.G = { v: 0 };
class A { #p = 1; static #s = 10; #m() { return this.#p++; } inc() { return this.#m(); } static sinc() { return A.#s++; } get acc() { return this.#p; } set acc(x) { this.#p = x; } static { this.blk = [1]; } }
class B extends A { #q = [0]; f = () => { this.#q[0]++; return this.#q[0] + super.inc(); }; has(o) { return #q in o; } }
const b = new B(); let cnt = 0; const clo = () => ++cnt;
const fns = []; for (let i = 0; i < 3; i++) fns.push(() => i++);
function* gen() { let i = 0; try { while (true) { const x = yield i++; if (x) i += x; } } finally { globalThis.G.fin = (globalThis.G.fin || 0) + 1; } }
const g = gen(); g.next(); g.next();
function* nested() { for (const [k, v] of m) { yield* inner(k); } } function* inner(k) { yield String(k) + '1'; yield String(k) + '2'; }
const k1 = {}, k2 = function () {}, sy = Symbol('x'), rs = Symbol.for('reg');
const m = new Map([['a', 1], [k1, 'obj'], [k2, 'fn'], [sy, 'sym'], [NaN, 'nan'], [b, 'b']]); const s = new Set([k1, k2, 1, 'x']);
const ng = nested(); ng.next();
const wm = new WeakMap([[k1, 'w1'], [k2, { d: 1 }], [sy, { n: 0 }], [Symbol.iterator, { n: 0 }]]), ws = new WeakSet([k1]), wr = new WeakRef(k1);
const mit = m.entries(); mit.next();
let traps = 0; const px = new Proxy({ z: 1 }, { get(t, p, r) { traps++; return Reflect.get(t, p, r); }, has(t, p) { return p === 'yes' || p in t; } });
const bf = function (a, b) { return [this.n++, a, b].join(); }.bind({ n: 5 }, 'A');
const re = /a(\d)/g; re.exec('a1a2a3'); const sre = /b/y; const dyn = new RegExp('(?<=x)b+', 'g');
let res1; const pend = new Promise(r => { res1 = r; }); const log = []; pend.then(v => log.push('then' + v));
async function af() { let l = 's'; try { l += await pend; l += await pend; for await (const x of ag()) l += x; } finally { l += 'F'; } log.push(l); return l; }
async function* ag() { yield 1; await null; yield 2; }
const afp = af(); const rej = Promise.reject(new Error('r')); rej.catch(() => {});
const agi = ag();
const arr = [1, 2, , 4]; arr[100] = 1; const ta = new Uint8Array([1, 2, 3]); const ab = new ArrayBuffer(8); const dv = new DataView(ab); const u2 = new Uint16Array(ab);
const fz = Object.freeze({ q: 1 }); const o = { get x() { return this._x || 0; }, set x(v) { this._x = v; }, [sy]: 7, [rs]: 8, ['c' + 1]: 3 };
const d = new Date(5), big = 12345678901234567890n, err = new TypeError('e', { cause: k1 });
function tag(t) { return t; } const tt = () => tag`x${1}y`; const t0 = tt();
Array.prototype.myExt = function () { return this.length + 1; }; Object.defineProperty(Object.prototype, 'pp', { value: 1, configurable: true, writable: true });
const argsf = (function (a) { return () => { arguments[0]++; return a + ',' + arguments[0]; }; })(1);
const iter = arr[Symbol.iterator](); iter.next();
const it2 = [5, 6, 7].values().map(x => x * 2); it2.next();
const cyc = {}; cyc.me = cyc; let str = ''; for (let i = 0; i < 50; i++) str += 'ab' + i;
let growing = 'g'; growing += 'h'.repeat(200); growing += 'i'.repeat(200);
const later = () => typeof undef1;
const wide = {}; for (let i = 0; i < 200; i++) wide['p' + i] = i;
const json = JSON.parse('{"a":[1,{"b":2}],"c":"d"}');
const frozenList = Object.freeze([Object.freeze({ a: 1 })]);
const nf = new Intl.NumberFormat('en'), inherits = Object.create({ base: [1] });
const stack = new DisposableStack(); stack.defer(() => log.push('disposed'));
// of the platform
const url = new URL('http://a.example/p?q=1#h'), params = url.searchParams, usp = new URLSearchParams('a=b&c=d');
const headers = new Headers({ a: 'b' }), request = new Request('http://a.example/', { method: 'POST', headers: { x: 'y' } }), response = new Response('text', { headers: { z: '1' } });
const encoder = new TextEncoder(), decoder = new TextDecoder(); decoder.decode(new Uint8Array([0xE2, 0x82]), { stream: true });
const controller = new AbortController(); controller.signal.addEventListener('abort', () => log.push('aborted'));
const target = new EventTarget(); let heard = 0; target.addEventListener('x', { handleEvent() { heard++; } });
const blob = new Blob(['a', new Uint8Array([98])]), form = new FormData(); form.append('a', 'b'); form.append('f', 'x');
const pattern = new URLPattern({ pathname: '/a/:b(\\d+)' }), dom = new DOMException('m', 'AbortError');
class Mine extends Headers { extra = 1; } const mine = new Mine({ k: 'v' });
const rewriter = new HTMLRewriter().on('p', { element(e) { e.setAttribute('n', String(++cnt)); } });
const copied = structuredClone({ a: new Map([[1, new Date(3)]]), k1 });
console.count('c');
const T = {
  class: () => [b.inc(), A.sinc(), b.f(), b.acc, b.acc = 50, b.inc(), b.has(b), b.has({}), b instanceof A, A.blk.push(1), Object.getPrototypeOf(b) === B.prototype].join(),
  clo: () => [clo(), clo(), fns.map(f => f()).join()].join(),
  gen: () => [g.next().value, g.next(5).value, g.return(9).value, g.next().done, G.fin, ng.next().value, ng.next().value].join(),
  map: () => { const r = [m.get(k1), m.get(k2), m.get(sy), m.get(NaN), m.get(b), s.has(k1), s.has(k2), m.size]; m.set('new', 1); m.delete(k1); s.add({}); r.push(m.has(k1), m.size, s.size, mit.next().value?.[0] === k2); return r.map(String).join(); },
  weak: () => { const r = [wm.get(k1), wm.get(k2).d++, wm.get(sy).n++, wm.get(Symbol.iterator).n++, ws.has(k1), wr.deref() === k1, wm.get(k2).d]; wm.set(fz, 3); wm.set(b, G); r.push(wm.has(fz), wm.get(b) === G); return r.join(); },
  proxy: () => [px.z, traps, 'yes' in px, 'no' in px, px.z++, px.z, traps].join(),
  bound: () => [bf(1), bf(2), bf.name].join('|'),
  re: () => [re.lastIndex, re.exec('a1a2a3')?.[1], re.lastIndex, 'xay'.replace(/a/, '-'), sre.test('b'), sre.lastIndex, dyn.exec('axbbxb')?.[0], dyn.lastIndex].join(),
  arr: () => { arr.push(9); ta[0]++; u2[1] = 7; dv.setInt8(0, dv.getInt8(0) + 3); return [arr.length, arr[2], ta.join('.'), u2.join('.'), ab.byteLength, arr.myExt(), iter.next().value, it2.next().value].join(); },
  obj: () => { o.x = (o.x || 0) + 1; o.n1 = 1; delete o.c1; d.setTime(d.getTime() + 1); cyc.n = 1; let fe = ''; try { fz.q = 2; } catch (e) { fe = e.constructor === TypeError; } return [o.x, o[sy], o[rs] === o[Symbol.for('reg')], Object.keys(o), d.getTime(), big + 1n, err.cause === k1, err instanceof TypeError, cyc.me === cyc, fe, ({}).pp, Object.isFrozen(fz)].join(); },
  tmpl: () => { growing += cnt++; str += 'z'; return [tt() === t0, tt() === tt(), t0.raw.join(), str.length, str.slice(0, 9), growing.length, growing.slice(-3), argsf(), argsf(), later()].join(); },
  proto: () => { Array.prototype.extra = (Array.prototype.extra || 0) + 1; Object.prototype.pp++; A.prototype.zz = (A.prototype.zz || 0) + 1; Object.setPrototypeOf(k1, { pk: (k1.pk || 0) + 1 }); String.prototype.trim = function () { return 'T' + ([].extra); }; Math.foo = (Math.foo || 0) + 1; globalThis.newg = (globalThis.newg || 0) + 1; return [[].extra, ({}).pp, b.zz, k1.pk, ' x '.trim(), Math.foo, newg].join(); },
  wide: () => { wide.p3++; delete wide.p7; wide['n' + cnt++] = 1; json.a[1].b++; inherits.base.push(1); return [wide.p3, 'p7' in wide, Object.keys(wide).length, JSON.stringify(json), frozenList[0].a, nf.format(1234.5), inherits.base.length].join(); },
  settle: () => { res1('V'); afp.then(x => log.push('P' + x)); agi.next().then(x => log.push('ag' + x.value)); rej.catch(e => log.push(e.message)); (async () => { log.push('imm' + await 1); })(); return 'ok'; },
  log: () => log.join(),
  platform: () => { params.append('n', '1'); usp.set('a', String(cnt++)); headers.append('a', 'c'); mine.set('k', mine.get('k') + 'w'); target.dispatchEvent(new Event('x')); return [url.href, usp, headers.get('a'), request.headers.get('x'), request.method, response.status, response.headers.get('z'), mine.get('k'), mine.extra++, mine instanceof Headers, heard, dom.name, pattern.exec('http://e.example/a/12')?.pathname.groups.b, form.get('a'), [...form].length, blob.size].join(); },
  bytes: () => [decoder.decode(new Uint8Array([0xAC])), encoder.encode('é').length, copied.a.get(1).setTime(copied.a.get(1).getTime() + 1), copied.k1 !== k1].join(),
  abort: () => { controller.abort(); return [controller.signal.aborted, log.filter(x => x === 'aborted').length].join(); },
  dispose: () => { if (!stack.disposed) stack.dispose(); return log.join(); },
  lazy: () => { globalThis.crypto ??= 1; return [typeof fetch, typeof ReadableStream, typeof crypto.subtle, new ReadableStream().locked, navigator.userAgent, typeof caches.default, btoa('x'), self === globalThis, typeof structuredClone].join(); },
  env: (env) => { env.count = (env.count || 0) + 1; env.list.push(1); return [env.text, env.list.length, env.count].join(); },
};
export default {
  async fetch(request, env) {
    const name = new URL(request.url).pathname.slice(1);
    if (name === 'body') return new Response(await rewriter.transform(new Response('<p>x</p>')).text() + form.get('f') + await blob.text() + (response.bodyUsed ? 'used' : await response.text()));
    if (name === 'names') return new Response(Object.keys(T).join());
    return new Response(String(T[name](env)));
  },
};
