// node:stream (https://nodejs.org/api/stream.html): Duplex, Transform, and what brings all together.
import { addAbortSignal, codedError, getDefaultHighWaterMark, getters, inherit, setDefaultHighWaterMark, Stream } from "pureedge:node/stream.base";
import { addWeb } from "pureedge:node/stream.adapters";
import { addOperators } from "pureedge:node/stream.operators";
import { destroyer, finished, isReadableNode, isWritableNode, pipeline, promises } from "pureedge:node/stream.pipeline";
import { Readable, ReadableState } from "pureedge:node/stream.readable";
import { Writable, writableMembers, writableProperty, WritableState } from "pureedge:node/stream.writable";

const noop = () => {};

export function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  this._writableState = new WritableState(options, this, true);
  Readable.call(this, options);
  const w = this._writableState;
  if (typeof options?.write === "function") this._write = options.write;
  if (typeof options?.writev === "function") this._writev = options.writev;
  if (typeof options?.final === "function") this._final = options.final;
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options?.readable === false) Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
  if (options?.writable === false) Object.assign(w, { writable: false, ending: true, ended: true, finished: true });
}
inherit(Duplex, Readable);
for (const name of ["_write", "_writev", "write", "cork", "uncork", "setDefaultEncoding", "end"]) Duplex.prototype[name] = Writable.prototype[name];
Duplex.prototype.destroy = Writable.prototype.destroy;
getters(Duplex.prototype, writableMembers);
Object.defineProperty(Duplex.prototype, "writable", writableProperty);
Object.defineProperty(Duplex.prototype, "destroyed", {
  configurable: true,
  get() { return !!this._readableState && !!this._writableState && this._readableState.destroyed && this._writableState.destroyed; },
  set(value) {
    if (this._readableState && this._writableState) this._readableState.destroyed = this._writableState.destroyed = value;
  },
});
Duplex.from = function from(source) {
  if (isReadableNode(source) && isWritableNode(source)) return source;
  if (typeof source === "function") source = { writable: undefined, fn: source };
  if (source?.fn) {
    const input = new PassThrough({ objectMode: true });
    const output = Readable.from(source.fn(input));
    return pair(output, input);
  }
  if (isReadableNode(source)) return pair(source, undefined);
  if (isWritableNode(source)) return pair(undefined, source);
  if (source?.readable || source?.writable) return pair(source.readable, source.writable);
  return pair(Readable.from(source), undefined);
};

function pair(readable, writable) {
  const duplex = new Duplex({
    objectMode: true, readable: !!readable, writable: !!writable,
    read() {
      pump?.();
    },
    write(chunk, encoding, callback) {
      if (writable.write(chunk, encoding)) callback();
      else writable.once("drain", callback);
    },
    final(callback) {
      writable.end();
      finished(writable, { readable: false }, (error) => callback(error));
    },
    destroy(error, callback) {
      if (readable) destroyer(readable, error);
      if (writable) destroyer(writable, error);
      callback(error);
    },
  });
  let pump;
  if (readable) {
    pump = () => {
      let chunk;
      while ((chunk = readable.read()) !== null) if (!duplex.push(chunk)) return;
    };
    readable.on("readable", pump);
    readable.on("end", () => duplex.push(null));
    readable.on("error", (error) => duplex.destroy(error));
  }
  writable?.on("error", (error) => duplex.destroy(error));
  return duplex;
}

export function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  Duplex.call(this, { readableHighWaterMark: undefined, ...options });
  this._readableState.sync = false;
  this._transformCallback = null;
  if (typeof options?.transform === "function") this._transform = options.transform;
  if (typeof options?.flush === "function") this._flush = options.flush;
  this.on("prefinish", function () {
    if (this._final !== transformFinal) transformFinal.call(this);
  });
}
inherit(Transform, Duplex);
function transformFinal(callback) {
  if (typeof this._flush !== "function" || this.destroyed) {
    this.push(null);
    callback?.();
    return;
  }
  try {
    this._flush((error, data) => {
      if (error) {
        if (callback) callback(error);
        else this.destroy(error);
        return;
      }
      if (data != null) this.push(data);
      this.push(null);
      callback?.();
    });
  } catch (error) {
    if (callback) callback(error);
    else this.destroy(error);
  }
}
Transform.prototype._final = transformFinal;
Transform.prototype._transform = function () {
  throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _transform() method is not implemented");
};
Transform.prototype._write = function (chunk, encoding, callback) {
  const r = this._readableState;
  const w = this._writableState;
  const length = r.length;
  this._transform(chunk, encoding, (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    if (value != null) this.push(value);
    if (w.ended || length === r.length || r.length < r.highWaterMark) callback();
    else this._transformCallback = callback;
  });
};
Transform.prototype._read = function () {
  const callback = this._transformCallback;
  if (callback) {
    this._transformCallback = null;
    callback();
  }
};

export function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
inherit(PassThrough, Transform);
PassThrough.prototype._transform = (chunk, encoding, callback) => callback(null, chunk);

export function compose(...streams) {
  const all = streams.map((stream) => (typeof stream === "function" ? Duplex.from(stream) : stream));
  if (all.length === 1) return Duplex.from(all[0]);
  pipeline(...all, noop);
  return pair(isReadableNode(all.at(-1)) ? all.at(-1) : undefined, isWritableNode(all[0]) ? all[0] : undefined);
}

export const isDestroyed = (stream) => !!(stream?.destroyed ?? stream?._readableState?.destroyed);
export const isDisturbed = (stream) => !!(stream?._readableState?.dataEmitted || stream?.readableAborted || stream?._readableState?.endEmitted);
export const isErrored = (stream) => !!(stream?._readableState?.errored || stream?._writableState?.errored);
export const isReadable = (stream) => (stream && stream.readable != null ? stream.readable && !isDestroyed(stream) : null);
export const isWritable = (stream) => (stream && stream.writable != null ? stream.writable && !isDestroyed(stream) : null);

addOperators(Readable);
addWeb({ Readable, Writable, Duplex });
Object.assign(Stream, {
  Stream, Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished, addAbortSignal, compose, promises, destroy: destroyer, isDestroyed, isDisturbed, isErrored,
  isReadable, isWritable, getDefaultHighWaterMark, setDefaultHighWaterMark,
});
export {
  Stream, Readable, ReadableState, Writable, WritableState, addAbortSignal, getDefaultHighWaterMark, setDefaultHighWaterMark, pipeline, finished, promises,
  destroyer as destroy,
};
export default Stream;
