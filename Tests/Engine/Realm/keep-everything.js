// Keeps one of everything that the platform makes, some of it half-way, so that its graph can be walked from outside.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import assert from 'node:assert';
import crypto_ from 'node:crypto';
import diagnostics_channel from 'node:diagnostics_channel';
import events from 'node:events';
import stream from 'node:stream';
import string_decoder from 'node:string_decoder';
import url from 'node:url';
import util from 'node:util';
import zlib from 'node:zlib';
import { env as environment, waitUntil, WorkerEntrypoint, DurableObject, RpcTarget, RpcStub } from 'cloudflare:workers';

const kept = [];
const keep = (...values) => { kept.push(...values); return values[0]; };
const never = new Promise(() => {});
addEventListener('unhandledrejection', () => {});

function language() {
  class Base { #secret = 1; static s = 2; get secret() { return this.#secret; } static { keep(this); } }
  class Derived extends Base { constructor() { super(); keep(() => super.secret); } async *[Symbol.asyncIterator]() { yield never; } }
  const generator = (function* (a) { try { yield a; } finally { keep(arguments); } })({});
  generator.next();
  keep(new Derived(), generator, new Derived()[Symbol.asyncIterator](), async () => await never);
  keep([1, 'a', 1.5, 2n ** 100n, null, undefined, true, Symbol('s'), Symbol.for('s'), [,,1]], new Array(1e6), { a: 1, b: { c: 2 }, get d() { return 1; } });
  const wide = {};
  for (let i = 0; i < 100; i++) wide['p' + i] = i;
  const removed = { ...wide };
  delete removed.p1;
  keep(wide, removed, Object.freeze({ f: 1 }), Object.create(null), Object.create({ p: 1 }, { x: { value: 1 } }));
  let rope = '';
  for (let i = 0; i < 50; i++) rope += 'part' + i;
  keep(rope, rope.slice(5, 50), rope.split('t'), new String('s'), new Number(1), new Boolean(true), Object(Symbol('x')), Object(1n));
  const key = {};
  keep(key, new Map([[key, 1]]), new Set([key, 1.5]), new WeakMap([[key, { v: 1 }]]), new WeakSet([key]), new WeakRef(key));
  const registry = keep(new FinalizationRegistry(() => {}));
  registry.register(key, 'held', key);
  keep(new Proxy({}, { get: () => 1 }), Proxy.revocable({}, {}), function () {}.bind(key, 1), new Date(), /a(?<n>b)+/dgi, /a/u.exec('a'), 'aXbX'.matchAll(/X/g));
  for (const TypedArray of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array]) keep(new TypedArray(4));
  keep(new DataView(new ArrayBuffer(8)), new ArrayBuffer(8, { maxByteLength: 16 }), [1].values(), new Map([[1, 2]]).entries(), new Set([1]).values(), 'ab'[Symbol.iterator](), [1, 2].values().map((x) => x).filter(Boolean));
  for (const E of [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError]) keep(new E('m', { cause: key }));
  keep(new AggregateError([new Error('x')]), ((s) => s)`t${1}`, JSON.parse('{"a":[1,{"b":2}]}', (k, v) => v), JSON.stringify(wide), import.meta);
  try { null.x; } catch (e) { keep(e); }
  keep(Promise.all([never, 1]), Promise.race([never]), Promise.any([never]), Promise.allSettled([never]), Promise.withResolvers(), Promise.reject(new Error('unhandled')));
  keep((async () => { for await (const x of [never]) keep(x); })());
  for (const make of [() => new Intl.NumberFormat(), () => new Intl.DateTimeFormat(), () => new Intl.Collator(), () => new Intl.PluralRules(), () => new Intl.ListFormat(), () => new Intl.RelativeTimeFormat(), () => new Intl.Segmenter(), () => new Intl.DisplayNames('en', { type: 'region' }), () => new Intl.Locale('en'),
    () => new Intl.NumberFormat().format, () => Temporal.Now.instant(), () => Temporal.PlainDate.from('2026-01-02'), () => Temporal.ZonedDateTime.from('2026-01-02T00:00[UTC]'), () => Temporal.Duration.from('P1D'), () => new DisposableStack(), () => new AsyncDisposableStack()]) {
    try { keep(make()); } catch (e) { keep(e); }
  }
}

async function platform(request, env, ctx) {
  keep(request, env, ctx, request.headers, request.body, request.signal, request.clone?.(), new Request('http://a.example/', { method: 'POST', body: 'x' }));
  keep(new Headers({ a: 'b' }), new Headers([['a', 'b']]).entries(), new URL('http://a.example/p?q=1#h'), new URL('http://a.example/?q=1').searchParams, new URLSearchParams('a=b').entries());
  keep(new Response('text'), new Response(new Uint8Array(10)), Response.json({ a: 1 }), Response.redirect('http://a.example/'), Response.error(), new Response(null, { status: 204 }), new Response(new FormData()), new Response(new Blob(['x'])));
  const form = keep(new FormData());
  form.append('a', 'b');
  form.append('f', new File(['x'], 'f.txt', { type: 'text/plain' }));
  keep(form.entries(), new Blob(['a', new Uint8Array(4), new Blob(['b'])]), new Blob(['abc']).slice(1, 2), new Blob(['abc']).stream());
  keep(new TextEncoder(), new TextDecoder(), new TextDecoder('shift_jis'), new TextDecoder('utf-16le', { fatal: true }), new TextEncoderStream(), new TextDecoderStream());
  const decoder = keep(new TextDecoder());
  decoder.decode(new Uint8Array([0xE2, 0x82]), { stream: true });
  const controller = keep(new AbortController());
  controller.signal.addEventListener('abort', () => keep('aborted'), { once: true });
  keep(controller.signal, AbortSignal.abort(), AbortSignal.timeout(600000), AbortSignal.any([controller.signal]), new EventTarget(), new Event('x'), new CustomEvent('x', { detail: form }), new MessageEvent('x', { data: 1 }), new ErrorEvent('error', { error: new Error('x') }), new DOMException('m', 'AbortError'));
  const target = keep(new EventTarget());
  target.addEventListener('x', { handleEvent() {} }, { signal: controller.signal });
  target.dispatchEvent(new Event('x'));

  const readable = keep(new ReadableStream({ start(c) { c.enqueue('a'); keep(c); }, pull: () => never, cancel() {} }, new CountQueuingStrategy({ highWaterMark: 4 })));
  const reader = keep(readable.getReader());
  keep(reader.read(), reader.read(), reader.closed);
  const bytes = keep(new ReadableStream({ type: 'bytes', pull(c) { keep(c, c.byobRequest); return never; } }));
  keep(bytes.getReader({ mode: 'byob' })).read(new Uint8Array(16));
  keep(...new ReadableStream({ start(c) { c.enqueue('x'); } }).tee(), new ReadableStream().values());
  const writable = keep(new WritableStream({ start(c) { keep(c); }, write: () => never }, new ByteLengthQueuingStrategy({ highWaterMark: 16 })));
  const writer = keep(writable.getWriter());
  keep(writer.write(new Uint8Array(4)), writer.write(new Uint8Array(4)), writer.ready, writer.closed);
  keep(new TransformStream({ transform(x, c) { keep(c); c.enqueue(x); } }), new IdentityTransformStream(), new FixedLengthStream(10));
  const moved = new TransformStream(), movedTo = keep(structuredClone(moved, { transfer: [moved] }));
  keep(movedTo.writable.getWriter().write({}), movedTo.readable.getReader().read());
  keep(new ReadableStream({ start(c) { c.enqueue('x'); } }).pipeTo(new WritableStream({ write: () => never })));
  keep(new ReadableStream({ start(c) { c.enqueue('x'); } }).pipeThrough(new TextEncoderStream()));

  keep(new URLPattern({ pathname: '/a/:b(\\d+)' }), new URLPattern('http://*.example/x').exec('http://a.example/x'));
  const packing = keep(new CompressionStream('gzip'));
  keep(packing.readable.getReader().read(), packing.writable.getWriter().write(new Uint8Array(4)));
  const unpacking = keep(new DecompressionStream('deflate'));
  keep(unpacking.readable.getReader().read(), unpacking.writable.getWriter().write(new Uint8Array([0x78, 0x9C, 3])));
  const channel = keep(new MessageChannel());
  channel.port1.postMessage({ a: form.get('a') });
  channel.port2.addEventListener('message', (e) => keep(e));

  keep(setTimeout((x) => keep(x), 600000, form), setInterval(() => {}, 600000), scheduler.wait(600000), structuredClone({ a: new Map([[1, new Date()]]) }));
  queueMicrotask(() => keep('microtask'));
  console.log('line', form); console.count('c'); console.time('t'); console.group('g'); console.table([{ a: 1 }]);
  keep(performance.mark('m'), performance.measure('n', 'm'), performance.getEntries(), performance.now(), navigator.userAgent, btoa('x'), atob('eA=='));
  keep(crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(4)), await crypto.subtle.digest('SHA-256', new Uint8Array(4)));
  const secret = keep(await crypto.subtle.importKey('raw', new Uint8Array(32), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']));
  keep(await crypto.subtle.sign('HMAC', secret, new Uint8Array(4)), await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']));
  for (const [algorithm, usages] of [[{ name: 'ECDSA', namedCurve: 'P-256' }, ['sign', 'verify']], [{ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, ['sign', 'verify']], ['Ed25519', ['sign', 'verify']], ['X25519', ['deriveBits']]]) {
    const pair = keep(await crypto.subtle.generateKey(algorithm, true, usages));
    keep(pair.publicKey.algorithm, pair.publicKey.usages, await crypto.subtle.exportKey('jwk', pair.privateKey), await crypto.subtle.exportKey('spki', pair.publicKey));
  }
  const password = keep(await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']));
  keep(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(8), iterations: 100000 }, password, 8192));
  const digest = keep(new crypto.DigestStream('SHA-256'));
  keep(digest.digest, digest.getWriter().write(new Uint8Array(4)));

  const answered = keep(await fetch('http://a.example/answered'));
  keep(answered.body, answered.body?.getReader(), keep(await fetch('http://a.example/text')).text(), await (await fetch('http://a.example/json')).json());
  keep(fetch('http://a.example/never'), fetch('http://a.example/never', { signal: controller.signal, method: 'POST', body: new ReadableStream({ pull: () => never }) }), await fetch('http://a.example/fails').catch((e) => e));
  const rewriter = keep(new HTMLRewriter());
  rewriter.on('p > .k:not([a~=b]):nth-child(2n), div', { element(e) { keep(e, e.attributes); e.onEndTag((t) => { keep(t); return never; }); }, comments(c) { keep(c); }, text(t) { keep(t); } });
  rewriter.onDocument({ doctype(d) { keep(d); }, end(e) { keep(e); } });
  keep(rewriter.transform(new Response('<!doctype html><p><div a=b>text<!-- c --></div>')).text(), rewriter.transform(new Response('<script><!-- x')).text());
  await scheduler.wait(1);
  const pair = keep(new WebSocketPair());
  pair[1].accept(); pair[1].addEventListener('message', () => {}); pair[0].accept(); pair[0].send('x'); pair[1].send(new Uint8Array(4)); pair[1].close(1000, 'r');
  keep(new CloseEvent('close'), new WebSocket('ws://a.example/never'), new WebSocket('ws://a.example/fails'), new Response(null, { status: 101, webSocket: new WebSocketPair()[0] }));
  const connected = keep(new WebSocket('ws://a.example/socket'));
  await new Promise((resolve) => { connected.onopen = resolve; });
  connected.send('x');
  keep((await fetch('http://a.example/socket')).webSocket);
  pair[1].serializeAttachment({ a: [1] });
  keep(pair[1].deserializeAttachment(), [...new WebSocketPair()], pair[Symbol.iterator]());
  keep(caches, caches.default, await caches.open('x'), await caches.default.put('http://a.example/', new Response('x')), await caches.default.match('http://a.example/'));
  keep(new EventSource('http://a.example/never'), new EventSource('http://a.example/fails'), EventSource.from(new ReadableStream()), EventSource.from(new Response('data: x\n\n').body));

  const store = keep(new AsyncLocalStorage());
  store.run({ s: 1 }, () => keep(AsyncLocalStorage.snapshot(), AsyncLocalStorage.bind(() => {}), new AsyncResource('r'), never.then(() => {}), setTimeout(() => {}, 600000)));
  keep(environment, new (class extends WorkerEntrypoint {})(ctx, env), new DurableObject(ctx, env), new RpcTarget());
  const stub = new RpcStub(() => 1);
  keep(stub, stub.property, stub());
  waitUntil(never);
  ctx.waitUntil(never);
}

async function node() {
  keep(Buffer, Buffer.from('text'), Buffer.from('text').subarray(1), process, process.env, global, setImmediate(() => {}));
  const decoder = keep(new string_decoder.StringDecoder('utf8'));
  decoder.write(Buffer.from([0xE2]));
  for (const name of crypto_.getHashes()) keep(crypto_.createHash(name).update('x'));
  keep(crypto_.createHmac('sha256', 'k').update('x'), crypto_.createSecretKey('k', 'utf8'), crypto_.pbkdf2Sync('a', 'b', 1, 9, 'sha1'), crypto_.scryptSync('a', 'b', 9, { N: 2 }));
  for (const name of crypto_.getCiphers()) keep(crypto_.createCipheriv(name, Buffer.alloc(crypto_.getCipherInfo(name).keyLength), crypto_.getCipherInfo(name).ivLength ? Buffer.alloc(16) : null)).update('x');
  for (const [kind, options] of [['rsa', { modulusLength: 1024 }], ['ec', { namedCurve: 'P-256' }], ['ed25519'], ['x25519']]) keep(crypto_.generateKeyPairSync(kind, options));
  keep(crypto_.createSign('sha256').update('x'), crypto_.createVerify('sha256'), crypto_.createECDH('P-256')).generateKeys?.();
  keep(zlib.createGzip(), zlib.createGunzip(), zlib.createUnzip(), zlib.createBrotliCompress(), zlib.gzipSync('x')).write('some text');
  keep(new stream.Readable({ read() {} }), new stream.Writable({ write() {} }), new stream.PassThrough(), stream.Readable.toWeb(new stream.PassThrough()), stream.pipeline(new stream.PassThrough(), new stream.PassThrough(), () => {}));
  keep(new events(), events.once(new events(), 'x'), new assert.AssertionError({}), util.promisify(() => {}), url.parse('http://a.example/'), new diagnostics_channel.Channel('x'));
}

export default {
  async fetch(request, env, ctx) {
    language();
    await node();
    await platform(request, env, ctx);
    return new Response('kept');
  },
};
