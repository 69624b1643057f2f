// Walks everything reachable from the global object and from what a handler is given, without calling accessors.
import * as asyncHooks from 'node:async_hooks';
import * as cloudflareWorkers from 'cloudflare:workers';

export default {
  async fetch(request, env, ctx) {
    const lines = [];
    const seen = new Map();
    const queue = [];
    const visit = (path, value) => {
      const kind = typeof value;
      if (value === null || (kind !== 'object' && kind !== 'function')) {
        lines.push(`${path} ${value === null ? 'null' : kind}`);
        return;
      }
      if (seen.has(value)) {
        lines.push(`${path} = ${seen.get(value)}`);
        return;
      }
      seen.set(value, path);
      lines.push(kind === 'function' ? `${path} function(${value.length})` : `${path} object`);
      queue.push([path, value]);
    };

    visit('Object.prototype', Object.prototype);
    visit('Function.prototype', Function.prototype);
    for (const name of Object.getOwnPropertyNames(globalThis)) visit(name, globalThis[name]);
    visit('globalThis', globalThis);
    drain();
    visit('request', request);
    visit('env', env);
    visit('ctx', ctx);
    // What syntax and built-ins make, and no global names.
    visit('function*(){}', function* () {});
    visit('async()=>{}', async () => {});
    visit('async*()=>{}', async function* () {});
    visit('generator', (function* () {})());
    visit('asyncGenerator', (async function* () {})());
    visit('[].values()', [].values());
    visit('new Map().values()', new Map().values());
    visit('new Set().values()', new Set().values());
    visit('"".iterator', ''[Symbol.iterator]());
    visit('"".matchAll()', 'a'.matchAll(/a/g));
    visit('[].values().map()', [].values().map((x) => x));
    visit('Iterator.from({})', Iterator.from({ next() {} }));
    visit('arguments', (function () { return arguments; })());
    visit('strictArguments', (function () { 'use strict'; return arguments; })());
    visit('boundFunction', function () {}.bind());
    visit('template', ((strings) => strings)`a`);
    visit('match', 'a'.match(/(?<n>a)/d));
    visit('class', class { #p; static s; });
    visit('Proxy.revocable()', Proxy.revocable({}, {}));
    visit('Promise.withResolvers()', Promise.withResolvers());
    visit('error', new Error('x'));
    visit('import.meta', import.meta);
    visit('headers.entries()', new Headers().entries());
    visit('searchParams.entries()', new URLSearchParams().entries());
    visit('formData.entries()', new FormData().entries());
    await new HTMLRewriter().onDocument({ doctype(d) { visit('HTMLRewriter doctype', d); }, text(t) { visit('HTMLRewriter text', t); }, comments(c) { visit('HTMLRewriter comment', c); }, end(e) { visit('HTMLRewriter end', e); } })
      .on('p', { element(e) { visit('HTMLRewriter element', e); visit('HTMLRewriter element.attributes', e.attributes); e.onEndTag((t) => visit('HTMLRewriter endTag', t)); } })
      .transform(new Response('<!doctype html><p>a<!--b--></p>')).text();
    visit('node:async_hooks', asyncHooks);
    visit('cloudflare:workers', cloudflareWorkers);
    visit('response', new Response('x'));
    visit('response.body', new Response('x').body);
    visit('reader', new Response('x').body.getReader());
    visit('reader.values()', new Response('x').body.values());
    visit('transform', new TransformStream());
    visit('event', new Event('x'));
    visit('signal', AbortSignal.abort());
    visit('timer', setTimeout(() => {}, 0));
    visit('domException', new DOMException('x'));
    visit('urlPattern.exec()', new URLPattern({ pathname: '/:a' }).exec('http://a.example/a'));
    visit('compression', new CompressionStream('gzip'));
    visit('messageChannel', new MessageChannel());
    visit('messageEvent.ports', new MessageEvent('x').ports);
    visit('fetch()', fetch('http://a.example/').catch((e) => visit('fetchError', e)));
    visit('Intl.NumberFormat', new Intl.NumberFormat());
    visit('Intl.formatToParts', new Intl.NumberFormat().formatToParts(1));
    await null;
    drain();
    return new Response(lines.sort().join('\n'));

    function drain() {
      while (queue.length > 0) {
        const [path, object] = queue.shift();
        for (const key of Reflect.ownKeys(object)) {
          if (typeof object === 'function' && (key === 'length' || key === 'name')) continue;
          const name = typeof key === 'symbol' ? `${path}[${String(key)}]` : `${path}.${key}`;
          const d = Reflect.getOwnPropertyDescriptor(object, key);
          if ('value' in d) {
            if (key === 'constructor' && d.value?.prototype === object) continue;
            visit(name, d.value);
          } else {
            if (d.get) visit(`get ${name}`, d.get);
            if (d.set) visit(`set ${name}`, d.set);
          }
        }
        const prototype = Reflect.getPrototypeOf(object);
        if (prototype !== Function.prototype && prototype !== Object.prototype) visit(`${path}.__proto__`, prototype);
      }
    }
  },
};
