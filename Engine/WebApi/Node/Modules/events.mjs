// node:events (https://nodejs.org/api/events.html).
import { inspect } from "node:util";

const kCapture = Symbol("kCapture");
const captureRejectionSymbol = Symbol.for("nodejs.rejection");
const errorMonitor = Symbol("events.errorMonitor");
let defaultMaxListeners = 10;

function codedError(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  return error;
}

function checkListener(listener) {
  if (typeof listener !== "function")
    throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "listener" argument must be of type function. Received ${received(listener)}`);
}

function received(value) {
  if (value == null) return String(value);
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "object") return value.constructor?.name ? `an instance of ${value.constructor.name}` : inspect(value, { depth: -1 });
  return `type ${typeof value} (${inspect(value)})`;
}

export function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;

EventEmitter.init = function (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  if (options?.captureRejections) this[kCapture] = Boolean(options.captureRejections);
};

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  checkCount(n, "setMaxListeners");
  this._maxListeners = n;
  return this;
};

function checkCount(n, name) {
  if (typeof n !== "number") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" argument must be of type number. Received ${received(n)}`);
  if (!(n >= 0)) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be a non-negative number. Received ${inspect(n)}`);
}

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return this._maxListeners === undefined ? defaultMaxListeners : this._maxListeners;
};

EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === "error") {
    if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
    if (events?.error === undefined) {
      const error = args[0];
      if (error instanceof Error) throw error;
      const wrapped = codedError(Error, "ERR_UNHANDLED_ERROR", `Unhandled error. (${typeof error === "string" ? `'${error}'` : inspect(error)})`);
      wrapped.context = error;
      throw wrapped;
    }
  }
  const handler = events?.[type];
  if (handler === undefined) return false;
  if (typeof handler === "function") {
    settle(this, handler.apply(this, args), type, args);
  } else {
    for (const listener of handler.slice()) settle(this, listener.apply(this, args), type, args);
  }
  return true;
};

function settle(emitter, result, type, args) {
  if (!emitter[kCapture] || result == null || typeof result.then !== "function") return;
  result.then(undefined, (error) => {
    if (typeof emitter[captureRejectionSymbol] === "function") {
      emitter[captureRejectionSymbol](error, type, ...args);
      return;
    }
    const previous = emitter[kCapture];
    try {
      emitter[kCapture] = false;
      emitter.emit("error", error);
    } finally {
      emitter[kCapture] = previous;
    }
  });
}

function add(target, type, listener, prepend) {
  checkListener(listener);
  let events = target._events;
  if (events === undefined) {
    events = target._events = Object.create(null);
    target._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    target.emit("newListener", type, listener.listener ?? listener);
    events = target._events;
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    target._eventsCount++;
    return target;
  }
  const list = typeof existing === "function" ? (events[type] = [existing]) : existing;
  if (prepend) list.unshift(listener);
  else list.push(listener);
  const most = target.getMaxListeners?.() ?? defaultMaxListeners;
  if (most > 0 && list.length > most && !list.warned) {
    list.warned = true;
    console.warn(`MaxListenersExceededWarning: Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners added. Use emitter.setMaxListeners() to increase limit`);
  }
  return target;
}

EventEmitter.prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};
EventEmitter.prototype.on = EventEmitter.prototype.addListener;
EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};

function onceWrapper(target, type, listener) {
  checkListener(listener);
  let fired = false;
  const wrapped = (...args) => {
    if (fired) return undefined;
    fired = true;
    target.removeListener(type, wrapped);
    return listener.apply(target, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

EventEmitter.prototype.once = function once(type, listener) {
  return this.on(type, onceWrapper(this, type, listener));
};
EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
  return this.prependListener(type, onceWrapper(this, type, listener));
};

EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  checkListener(listener);
  const events = this._events;
  const list = events?.[type];
  if (list === undefined) return this;
  if (list === listener || list.listener === listener) {
    delete events[type];
    this._eventsCount--;
    if (events.removeListener !== undefined) this.emit("removeListener", type, list.listener ?? listener);
  } else if (typeof list !== "function") {
    let at = -1;
    for (let i = list.length - 1; i >= 0; i--) {
      if (list[i] === listener || list[i].listener === listener) {
        at = i;
        break;
      }
    }
    if (at < 0) return this;
    list.splice(at, 1);
    if (list.length === 1) events[type] = list[0];
    if (events.removeListener !== undefined) this.emit("removeListener", type, listener);
  }
  return this;
};
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (events.removeListener === undefined) {
    if (arguments.length === 0) {
      this._events = Object.create(null);
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      delete events[type];
      this._eventsCount--;
    }
    return this;
  }
  if (arguments.length === 0) {
    for (const key of Reflect.ownKeys(events)) if (key !== "removeListener") this.removeAllListeners(key);
    this.removeAllListeners("removeListener");
    this._events = Object.create(null);
    this._eventsCount = 0;
    return this;
  }
  const list = events[type];
  if (typeof list === "function") this.removeListener(type, list);
  else if (list !== undefined) for (let i = list.length - 1; i >= 0; i--) this.removeListener(type, list[i]);
  return this;
};

function listenersOf(target, type, unwrap) {
  const list = target._events?.[type];
  if (list === undefined) return [];
  const all = typeof list === "function" ? [list] : list.slice();
  return unwrap ? all.map((listener) => listener.listener ?? listener) : all;
}

EventEmitter.prototype.listeners = function listeners(type) {
  return listenersOf(this, type, true);
};
EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listenersOf(this, type, false);
};
EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const list = listenersOf(this, type, false);
  return listener == null ? list.length : list.filter((x) => x === listener || x.listener === listener).length;
};
EventEmitter.prototype.eventNames = function eventNames() {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

function abortError(signal) {
  const error = new Error("The operation was aborted", { cause: signal?.reason });
  error.name = "AbortError";
  error.code = "ABORT_ERR";
  return error;
}

export function once(emitter, name, { signal } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const isTarget = typeof emitter.addEventListener === "function" && typeof emitter.on !== "function";
    const clean = () => {
      if (isTarget) emitter.removeEventListener(name, onEvent);
      else {
        emitter.removeListener(name, onEvent);
        emitter.removeListener("error", onError);
      }
      signal?.removeEventListener("abort", onAbort);
    };
    const onEvent = (...args) => {
      clean();
      resolve(args);
    };
    const onError = (error) => {
      clean();
      reject(error);
    };
    const onAbort = () => {
      clean();
      reject(abortError(signal));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    if (isTarget) {
      emitter.addEventListener(name, onEvent, { once: true });
      return;
    }
    emitter.once(name, onEvent);
    if (name !== "error" && typeof emitter.once === "function") emitter.once("error", onError);
  });
}

export function on(emitter, name, { signal, close } = {}) {
  if (signal?.aborted) throw abortError(signal);
  const values = [];
  const waiting = [];
  let failure = null;
  let finished = false;
  const onEvent = (...args) => {
    if (waiting.length > 0) waiting.shift().resolve({ value: args, done: false });
    else values.push(args);
  };
  const onError = (error) => {
    if (waiting.length > 0) waiting.shift().reject(error);
    else failure = error;
    iterator.return();
  };
  const onAbort = () => onError(abortError(signal));
  const onClose = () => iterator.return();
  const iterator = {
    next() {
      if (values.length > 0) return Promise.resolve({ value: values.shift(), done: false });
      if (failure !== null) {
        const error = failure;
        failure = null;
        return Promise.reject(error);
      }
      if (finished) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      emitter.removeListener(name, onEvent);
      emitter.removeListener("error", onError);
      for (const event of close ?? []) emitter.removeListener(event, onClose);
      signal?.removeEventListener("abort", onAbort);
      finished = true;
      for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
      return Promise.resolve({ value: undefined, done: true });
    },
    throw(error) {
      onError(error);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  emitter.on(name, onEvent);
  if (name !== "error") emitter.on("error", onError);
  for (const event of close ?? []) emitter.on(event, onClose);
  signal?.addEventListener("abort", onAbort, { once: true });
  return iterator;
}

export function getEventListeners(emitter, type) {
  return typeof emitter.listeners === "function" ? emitter.listeners(type) : [];
}
export function listenerCount(emitter, type) {
  return typeof emitter.listenerCount === "function" ? emitter.listenerCount(type) : listenersOf(emitter, type, false).length;
}
export function getMaxListeners(emitter) {
  return typeof emitter.getMaxListeners === "function" ? emitter.getMaxListeners() : defaultMaxListeners;
}
export function setMaxListeners(n = defaultMaxListeners, ...targets) {
  checkCount(n, "setMaxListeners");
  if (targets.length === 0) defaultMaxListeners = n;
  for (const target of targets) target.setMaxListeners?.(n);
}
export function addAbortListener(signal, listener) {
  checkListener(listener);
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener("abort", listener, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", listener) };
}

export class EventEmitterAsyncResource extends EventEmitter {}

Object.defineProperty(EventEmitter, "defaultMaxListeners", {
  enumerable: true,
  get: () => defaultMaxListeners,
  set(n) {
    checkCount(n, "defaultMaxListeners");
    defaultMaxListeners = n;
  },
});
Object.assign(EventEmitter, {
  EventEmitter, once, on, getEventListeners, listenerCount, getMaxListeners, setMaxListeners, addAbortListener, errorMonitor, captureRejectionSymbol, EventEmitterAsyncResource,
  captureRejections: false, usingDomains: false,
});

export { errorMonitor, captureRejectionSymbol, defaultMaxListeners };
export const captureRejections = false;
export const usingDomains = false;
export default EventEmitter;
