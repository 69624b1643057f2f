// The worker that runs one test file: testharness.js and the file's scripts run inside a request, unmodified, as classic scripts.
import harness from './testharness.js.txt';
import script from './test.js.txt';
import config from './config.json';

// Taken before the test can change them.
const { stringify } = JSON;
const { Response: Answer, URL: Address, Request: NativeRequest, EventSource: NativeEventSource, WebSocket: NativeWebSocket, fetch: nativeFetch, setTimeout: later } = globalThis;

// A name as it stands in a table: no character that JSON or a line could not hold.
const plain = (text) =>
  text == null ? null : `${text}`.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufffe\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

const answer = (status, message, tests) =>
  new Answer(stringify({ status, message: plain(message), subtests: tests.map((t) => ({ name: plain(t.name), status: t.status, message: plain(t.message) })) }));

// What tests expect of a global scope and workers do not have: an address, and URLs relative to it.
const prepare = () => {
  const base = new Address(config.url);
  const absolute = (input) => (typeof input === 'string' || typeof input === 'function' || input instanceof Address ? new Address(input, base).href : input);
  globalThis.GLOBAL = { isWindow: () => false, isWorker: () => true, isShadowRealm: () => false };
  const { href, origin, protocol, host, hostname, port, pathname, search, hash } = base;
  globalThis.location = Object.freeze({ href, origin, protocol, host, hostname, port, pathname, search, hash, toString: () => href });
  globalThis.isSecureContext = protocol === 'https:';
  globalThis.META_TITLE = config.title;
  globalThis.fetch = function fetch(input, init) {
    try {
      return nativeFetch(...(arguments.length === 0 ? [] : [absolute(input), init]));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const { redirect } = Answer;
  Answer.redirect = (input, ...rest) => redirect.call(Answer, absolute(input), ...rest);
  globalThis.EventSource = addressed(NativeEventSource, 'http');
  globalThis.WebSocket = addressed(NativeWebSocket, 'ws');
  globalThis.Request = new Proxy(NativeRequest, {
    construct: (target, [input, ...rest], newTarget) =>
      Reflect.construct(target, input === undefined ? [] : [absolute(input), ...rest], newTarget === globalThis.Request ? target : newTarget),
  });
};

const addressed = (Native, scheme) => {
  const proxy = new Proxy(Native, {
    construct(target, [input, ...rest], newTarget) {
      const url = input === undefined ? undefined : Address.parse(input, config.url.replace(/^http/, scheme))?.href;
      return Reflect.construct(target, input === undefined ? [] : [url ?? input, ...rest], newTarget);
    },
  });
  Native.prototype.constructor = proxy;
  return proxy;
};

export default {
  fetch() {
    prepare();
    const finished = new Promise((resolve) => {
      (0, eval)(harness);
      // Where idlharness.js thinks it is; testharness.js must not, or it would look for messages of a page.
      globalThis.DedicatedWorkerGlobalScope = class { static [Symbol.hasInstance](it) { return it === globalThis; } };
      globalThis.setup({ explicit_timeout: true, output: false });
      globalThis.add_completion_callback((tests, status) => resolve(answer(status.status, status.message, tests)));
      const { timeout } = globalThis;
      later(() => timeout(), config.timeoutMilliseconds);
    });
    try {
      (0, eval)(script);
    } catch (error) {
      return answer(1, `${error}`, []);
    }
    return finished;
  },
};
