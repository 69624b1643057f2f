// What all streams of node:stream share: the old base class, construction, destruction and errors.
import { EventEmitter } from "node:events";
import { finished } from "pureedge:node/stream.pipeline";

const { nextTick } = process;
const defaults = { bytes: 64 * 1024, objects: 16 };

export function codedError(Base, code, message) {
  return Object.assign(new Base(message), { code });
}

export function highWaterMark(stream, options, isDuplex, name) {
  const value = options?.highWaterMark ?? (isDuplex ? options?.[name] : undefined);
  if (value === undefined || value === null) return stream.objectMode ? defaults.objects : defaults.bytes;
  if (!Number.isInteger(value) || value < 0) throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.${options?.highWaterMark != null ? "highWaterMark" : name}' is invalid. Received ${String(value)}`);
  return value;
}

export const getDefaultHighWaterMark = (objectMode) => (objectMode ? defaults.objects : defaults.bytes);
export const setDefaultHighWaterMark = (objectMode, value) => {
  defaults[objectMode ? "objects" : "bytes"] = value;
};

// The old base class.
export function Stream(options) {
  EventEmitter.call(this, options);
}
inherit(Stream, EventEmitter);
Stream.prototype.pipe = function pipe(target, options) {
  const onData = (chunk) => {
    if (target.writable && target.write(chunk) === false) this.pause?.();
  };
  const onDrain = () => {
    if (this.readable) this.resume?.();
  };
  this.on("data", onData);
  target.on("drain", onDrain);
  const onEnd = () => target.end();
  const clean = () => {
    this.removeListener("data", onData);
    target.removeListener("drain", onDrain);
    this.removeListener("end", onEnd);
  };
  if (!target._isStdio && options?.end !== false) this.on("end", onEnd);
  this.on("end", clean);
  this.on("close", clean);
  target.on("close", clean);
  target.emit("pipe", this);
  return target;
};

export function inherit(constructor, parent) {
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
  Object.setPrototypeOf(constructor, parent);
}

// What both sides share: construction, destruction and errors.
export function initialize(stream, options) {
  if (typeof options?.destroy === "function") stream._destroy = options.destroy;
  if (typeof options?.construct === "function") stream._construct = options.construct;
  if (options?.signal) addAbortSignal(options.signal, stream);
}

export function begin(stream, ready) {
  const states = [stream._readableState, stream._writableState].filter(Boolean);
  if (typeof stream._construct !== "function" || states[0].constructing) {
    return;
  }
  for (const state of states) {
    state.constructing = true;
    state.constructed = false;
  }
  nextTick(() => {
    let called = false;
    const done = (error) => {
      if (called) {
        destroy.call(stream, codedError(Error, "ERR_MULTIPLE_CALLBACK", "Callback called multiple times"));
        return;
      }
      called = true;
      for (const state of states) state.constructed = true;
      if (states[0].destroyed) stream.emit("constructed", error);
      else if (error) destroy.call(stream, error);
      else nextTick(ready);
    };
    try {
      stream._construct((error) => nextTick(done, error));
    } catch (error) {
      nextTick(done, error);
    }
  });
}

export function destroy(error, callback) {
  const r = this._readableState;
  const w = this._writableState;
  if (w?.destroyed || r?.destroyed) {
    callback?.();
    return this;
  }
  for (const state of [r, w]) {
    if (!state) continue;
    state.destroyed = true;
    if (error) state.errored ??= error;
  }
  const run = () => {
    let called = false;
    const done = (failure) => {
      if (called) return;
      called = true;
      for (const state of [r, w]) {
        if (!state) continue;
        state.closed = true;
        if (failure) state.errored ??= failure;
      }
      callback?.(failure);
      nextTick(() => {
        if (failure) emitError(this, failure);
        emitClose(this);
      });
    };
    try {
      this._destroy(error || null, done);
    } catch (failure) {
      done(failure);
    }
  };
  if ((w ?? r).constructed === false) this.once("constructed", (failure) => {
    error ??= failure;
    run();
  });
  else run();
  return this;
}

function emitError(stream, error) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w?.errorEmitted || r?.errorEmitted) return;
  if (w) w.errorEmitted = true;
  if (r) r.errorEmitted = true;
  stream.emit("error", error);
}

function emitClose(stream) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w?.closeEmitted || r?.closeEmitted) return;
  if (w) w.closeEmitted = true;
  if (r) r.closeEmitted = true;
  if ((w ?? r).emitClose) stream.emit("close");
}

export function fail(stream, error, isSync) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w?.destroyed || r?.destroyed) return;
  if (r?.autoDestroy || w?.autoDestroy) {
    destroy.call(stream, error);
    return;
  }
  for (const state of [r, w]) if (state) state.errored ??= error;
  if (isSync) nextTick(emitError, stream, error);
  else emitError(stream, error);
}

export function toBytes(chunk, encoding) {
  if (typeof chunk === "string") return Buffer.from(chunk, encoding);
  if (Buffer.isBuffer(chunk)) return chunk;
  if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return undefined;
}

export function addAbortSignal(signal, stream) {
  const onAbort = () => stream.destroy(Object.assign(new Error("The operation was aborted", { cause: signal.reason }), { name: "AbortError", code: "ABORT_ERR" }));
  if (signal.aborted) onAbort();
  else {
    signal.addEventListener("abort", onAbort, { once: true });
    finished(stream, () => signal.removeEventListener("abort", onAbort));
  }
  return stream;
}

export function getters(prototype, members) {
  for (const [name, get] of Object.entries(members)) Object.defineProperty(prototype, name, { get, enumerable: false, configurable: true });
}
