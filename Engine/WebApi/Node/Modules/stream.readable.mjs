// Readable of node:stream (https://nodejs.org/api/stream.html#readable-streams).
import { StringDecoder } from "node:string_decoder";
import { begin, codedError, destroy, fail, getters, highWaterMark, inherit, initialize, Stream, toBytes } from "pureedge:node/stream.base";
import { destroyer, finished } from "pureedge:node/stream.pipeline";

const { nextTick } = process;
const noop = () => {};

export function ReadableState(options, stream, isDuplex) {
  isDuplex ??= stream?._writableState !== undefined;
  this.objectMode = Boolean(options?.objectMode || (isDuplex && options?.readableObjectMode));
  this.highWaterMark = highWaterMark(this, options, isDuplex, "readableHighWaterMark");
  Object.assign(this, {
    buffer: [], length: 0, pipes: [], flowing: null, ended: false, endEmitted: false, reading: false, constructed: true, constructing: false, sync: true, needReadable: false,
    emittedReadable: false, readableListening: false, resumeScheduled: false, errorEmitted: false, emitClose: options?.emitClose !== false,
    autoDestroy: options?.autoDestroy !== false, destroyed: false, errored: null, closed: false, closeEmitted: false, defaultEncoding: options?.defaultEncoding || "utf8",
    awaitDrain: new Set(), readingMore: false, dataEmitted: false, decoder: null, encoding: null, didRead: false,
  });
  if (options?.encoding) {
    this.decoder = new StringDecoder(options.encoding);
    this.encoding = options.encoding;
  }
}

export function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  this._readableState = new ReadableState(options, this);
  if (typeof options?.read === "function") this._read = options.read;
  Stream.call(this, options);
  initialize(this, options);
  begin(this, () => readMore(this, this._readableState));
}
inherit(Readable, Stream);
Readable.ReadableState = ReadableState;
Readable.prototype.destroy = destroy;
Readable.prototype._destroy = function (error, callback) {
  callback(error);
};
Readable.prototype[Symbol.for("nodejs.rejection")] = function (error) {
  this.destroy(error);
};
Readable.prototype._read = function () {
  throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _read() method is not implemented");
};
Readable.prototype.push = function push(chunk, encoding) {
  return add(this, chunk, encoding, false);
};
Readable.prototype.unshift = function unshift(chunk, encoding) {
  return add(this, chunk, encoding, true);
};

function add(stream, chunk, encoding, toFront) {
  const state = stream._readableState;
  if (chunk === null) {
    state.reading = false;
    endOfInput(stream, state);
    return false;
  }
  if (!state.objectMode) {
    if (typeof chunk === "string") {
      encoding ||= state.defaultEncoding;
      if (state.encoding !== encoding) chunk = toFront && state.encoding ? Buffer.from(chunk, encoding).toString(state.encoding) : Buffer.from(chunk, encoding);
    } else if (chunk !== undefined) {
      const bytes = toBytes(chunk);
      if (bytes === undefined) {
        fail(stream, codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "chunk" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${typeof chunk === "object" ? `an instance of ${chunk.constructor?.name}` : `type ${typeof chunk} (${String(chunk)})`}`));
        return false;
      }
      chunk = bytes;
    }
  }
  if (state.objectMode ? chunk === undefined : chunk === undefined || chunk.length === 0) {
    if (!toFront) {
      state.reading = false;
      readMore(stream, state);
    }
  } else if (toFront) {
    if (state.endEmitted) fail(stream, codedError(Error, "ERR_STREAM_UNSHIFT_AFTER_END_EVENT", "stream.unshift() after end event"));
    else if (state.destroyed || state.errored) return false;
    else keep(stream, state, chunk, true);
  } else if (state.ended) {
    fail(stream, codedError(Error, "ERR_STREAM_PUSH_AFTER_EOF", "stream.push() after EOF"));
  } else if (state.destroyed || state.errored) {
    return false;
  } else {
    state.reading = false;
    if (state.decoder && typeof chunk !== "string" && !state.objectMode) {
      chunk = state.decoder.write(chunk);
      if (chunk.length > 0) keep(stream, state, chunk, false);
      else readMore(stream, state);
    } else keep(stream, state, chunk, false);
  }
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

function keep(stream, state, chunk, toFront) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount("data") > 0) {
    state.awaitDrain.clear();
    state.dataEmitted = true;
    stream.emit("data", chunk);
  } else {
    state.length += state.objectMode ? 1 : chunk.length;
    if (toFront) state.buffer.unshift(chunk);
    else state.buffer.push(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  readMore(stream, state);
}

function endOfInput(stream, state) {
  if (state.ended) return;
  const rest = state.decoder?.end();
  if (rest?.length > 0) {
    state.buffer.push(rest);
    state.length += state.objectMode ? 1 : rest.length;
  }
  state.ended = true;
  if (state.sync) emitReadable(stream);
  else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  }
}

Readable.prototype.isPaused = function isPaused() {
  return this._readableState.paused === true || this._readableState.flowing === false;
};
Readable.prototype.setEncoding = function setEncoding(encoding) {
  const state = this._readableState;
  const decoder = new StringDecoder(encoding);
  state.decoder = decoder;
  state.encoding = decoder.encoding;
  const text = state.buffer.map((chunk) => decoder.write(chunk)).join("");
  state.buffer = text === "" ? [] : [text];
  state.length = text.length;
  return this;
};

function howMuch(n, state) {
  if (n <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) return state.flowing && state.length > 0 ? state.buffer[0].length : state.length;
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}

Readable.prototype.read = function read(n) {
  n = n === undefined ? NaN : Number.parseInt(n, 10);
  const state = this._readableState;
  const asked = n;
  if (n > state.highWaterMark && n <= 0x40000000) state.highWaterMark = 2 ** Math.ceil(Math.log2(n));
  if (n !== 0) state.emittedReadable = false;
  if (n === 0 && state.needReadable && ((state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0) || state.ended)) {
    if (state.length === 0 && state.ended) endReadable(this);
    else emitReadable(this);
    return null;
  }
  n = howMuch(n, state);
  if (n === 0 && state.ended) {
    if (state.length === 0) endReadable(this);
    return null;
  }
  let wants = state.needReadable || state.length === 0 || state.length - n < state.highWaterMark;
  if (state.ended || state.reading || state.destroyed || state.errored || !state.constructed) wants = false;
  else if (wants) {
    state.reading = true;
    state.sync = true;
    if (state.length === 0) state.needReadable = true;
    try {
      this._read(state.highWaterMark);
    } catch (error) {
      fail(this, error);
    }
    state.sync = false;
    if (!state.reading) n = howMuch(asked, state);
  }
  const chunk = n > 0 ? take(n, state) : null;
  if (chunk === null) {
    state.needReadable = state.length <= state.highWaterMark;
    n = 0;
  } else {
    state.length -= state.objectMode ? 1 : n;
    state.awaitDrain.clear();
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    if (asked !== n && state.ended) endReadable(this);
  }
  if (chunk !== null && !state.errored && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit("data", chunk);
  }
  return chunk;
};

function take(n, state) {
  if (state.length === 0) return null;
  if (state.objectMode) return state.buffer.shift();
  const joined = (parts) => (parts.length === 1 ? parts[0] : typeof parts[0] === "string" ? parts.join("") : Buffer.concat(parts));
  if (n >= state.length) return joined(state.buffer.splice(0));
  const parts = [];
  let left = n;
  while (left > 0) {
    const first = state.buffer[0];
    if (first.length <= left) {
      parts.push(state.buffer.shift());
      left -= first.length;
    } else {
      parts.push(first.slice(0, left));
      state.buffer[0] = first.slice(left);
      left = 0;
    }
  }
  return joined(parts);
}

function emitReadable(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (!state.emittedReadable) {
    state.emittedReadable = true;
    nextTick(emitReadableNow, stream);
  }
}

function emitReadableNow(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length > 0 || state.ended)) {
    stream.emit("readable");
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}

function readMore(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  nextTick(() => {
    while (!state.reading && !state.ended && (state.length < state.highWaterMark || (state.flowing && state.length === 0))) {
      const length = state.length;
      stream.read(0);
      if (length === state.length) break;
    }
    state.readingMore = false;
  });
}

function endReadable(stream) {
  const state = stream._readableState;
  if (state.endEmitted || state.ending) return;
  state.ending = true;
  state.ended = true;
  nextTick(() => {
    state.ending = false;
    if (state.errored || state.closeEmitted || state.endEmitted || state.length !== 0) return;
    state.endEmitted = true;
    stream.emit("end");
    const w = stream._writableState;
    if (w && !w.finished && stream.allowHalfOpen === false) nextTick(() => {
      if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
    });
    else if (state.autoDestroy && (!w || (w.autoDestroy && (w.finished || w.writable === false)))) stream.destroy();
  });
}

Readable.prototype.pipe = function pipe(target, options) {
  const source = this;
  const state = this._readableState;
  state.pipes.push(target);
  const doEnd = options?.end !== false;
  const onEnd = () => (doEnd ? target.end() : unpipe());
  if (state.endEmitted) nextTick(onEnd);
  else source.once("end", onEnd);
  let onDrain;
  const pause = () => {
    state.awaitDrain.add(target);
    source.pause();
    if (onDrain) return;
    onDrain = () => {
      state.awaitDrain.delete(target);
      if (state.awaitDrain.size === 0 && source.listenerCount("data") > 0) source.resume();
    };
    target.on("drain", onDrain);
  };
  const onData = (chunk) => {
    if (target.write(chunk) === false && state.pipes.includes(target)) pause();
  };
  const onError = (error) => {
    unpipe();
    target.removeListener("error", onError);
    if (target.listenerCount("error") === 0) {
      const w = target._writableState ?? target._readableState;
      if (w && !w.errorEmitted) fail(target, error);
      else target.emit("error", error);
    }
  };
  const onClose = () => {
    target.removeListener("finish", onFinish);
    unpipe();
  };
  const onFinish = () => {
    target.removeListener("close", onClose);
    unpipe();
  };
  const onUnpipe = (readable, info) => {
    if (readable !== source || info.hasUnpiped) return;
    info.hasUnpiped = true;
    target.removeListener("close", onClose);
    target.removeListener("finish", onFinish);
    if (onDrain) target.removeListener("drain", onDrain);
    target.removeListener("error", onError);
    target.removeListener("unpipe", onUnpipe);
    source.removeListener("end", onEnd);
    source.removeListener("data", onData);
    if (onDrain && state.awaitDrain.has(target)) onDrain();
  };
  const unpipe = () => source.unpipe(target);
  source.on("data", onData);
  target.on("unpipe", onUnpipe);
  target.prependListener("error", onError);
  target.once("close", onClose);
  target.once("finish", onFinish);
  target.emit("pipe", source);
  if (target.writableNeedDrain === true) pause();
  else if (!state.flowing) source.resume();
  return target;
};

Readable.prototype.unpipe = function unpipe(target) {
  const state = this._readableState;
  const gone = target === undefined ? state.pipes.splice(0) : state.pipes.includes(target) ? state.pipes.splice(state.pipes.indexOf(target), 1) : [];
  if (state.pipes.length === 0 && gone.length > 0) this.pause();
  for (const one of gone) one.emit("unpipe", this, { hasUnpiped: false });
  return this;
};

Readable.prototype.on = function on(event, listener) {
  const result = Stream.prototype.on.call(this, event, listener);
  const state = this._readableState;
  if (event === "data") {
    state.readableListening = this.listenerCount("readable") > 0;
    if (state.flowing !== false) this.resume();
  } else if (event === "readable" && !state.endEmitted && !state.readableListening) {
    state.readableListening = state.needReadable = true;
    state.flowing = false;
    state.emittedReadable = false;
    if (state.length > 0) emitReadable(this);
    else if (!state.reading) nextTick(() => this.read(0));
  }
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;
Readable.prototype.removeListener = function removeListener(event, listener) {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  if (event === "readable") nextTick(updateListening, this);
  else if (event === "data" && this.listenerCount("data") === 0 && this._readableState.pipes.length === 0 && this._readableState.flowing && !this._readableState.paused) this._readableState.flowing = this.listenerCount("readable") > 0 ? false : this._readableState.flowing;
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;
Readable.prototype.removeAllListeners = function removeAllListeners(...args) {
  const result = Stream.prototype.removeAllListeners.apply(this, args);
  if (args[0] === "readable" || args.length === 0) nextTick(updateListening, this);
  return result;
};

function updateListening(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount("readable") > 0;
  if (state.resumeScheduled && state.paused === false) state.flowing = true;
  else if (stream.listenerCount("data") > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

Readable.prototype.resume = function resume() {
  const state = this._readableState;
  if (!state.flowing) {
    state.flowing = !state.readableListening;
    if (!state.resumeScheduled) {
      state.resumeScheduled = true;
      nextTick(() => {
        if (!state.reading) this.read(0);
        state.resumeScheduled = false;
        this.emit("resume");
        flow(this);
        if (state.flowing && !state.reading) this.read(0);
      });
    }
  }
  state.paused = false;
  return this;
};
Readable.prototype.pause = function pause() {
  if (this._readableState.flowing !== false) {
    this._readableState.flowing = false;
    this.emit("pause");
  }
  this._readableState.paused = true;
  return this;
};

function flow(stream) {
  while (stream._readableState.flowing && stream.read() !== null);
}

Readable.prototype.wrap = function wrap(old) {
  let paused = false;
  old.on("data", (chunk) => {
    if (!this.push(chunk) && old.pause) {
      paused = true;
      old.pause();
    }
  });
  old.on("end", () => this.push(null));
  old.on("error", (error) => fail(this, error));
  old.on("close", () => this.destroy());
  old.on("destroy", () => this.destroy());
  this._read = () => {
    if (paused && old.resume) {
      paused = false;
      old.resume();
    }
  };
  return this;
};

Readable.prototype[Symbol.asyncIterator] = function () {
  return iterate(this);
};
Readable.prototype.iterator = function iterator(options) {
  return iterate(this, options);
};

async function* iterate(stream, options) {
  if (typeof stream.read !== "function") stream = new Readable({ objectMode: true }).wrap(stream);
  let wake = noop;
  const onReadable = () => wake();
  stream.on("readable", onReadable);
  let failure;
  const clean = finished(stream, { writable: false }, (error) => {
    failure = error ?? null;
    wake();
    wake = noop;
  });
  try {
    while (true) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (failure) throw failure;
      else if (failure === null) return;
      else await new Promise((resolve) => (wake = resolve));
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    if ((failure || options?.destroyOnReturn !== false) && (failure === undefined || stream._readableState.autoDestroy)) destroyer(stream, null);
    else {
      stream.off("readable", onReadable);
      clean();
    }
  }
}

Object.defineProperty(Readable.prototype, "readable", {
  enumerable: true,
  configurable: true,
  get() {
    const r = this._readableState;
    return !!r && r.readable !== false && !r.destroyed && !r.errorEmitted && !r.endEmitted;
  },
  set(value) {
    if (this._readableState) this._readableState.readable = !!value;
  },
});
getters(Readable.prototype, {
  readableDidRead() { return this._readableState.dataEmitted; },
  readableAborted() { return !!((this._readableState.destroyed || this._readableState.errored) && !this._readableState.endEmitted && this._readableState.readable !== false); },
  readableHighWaterMark() { return this._readableState.highWaterMark; },
  readableBuffer() { return this._readableState?.buffer; },
  readableLength() { return this._readableState.length; },
  readableObjectMode() { return this._readableState?.objectMode ?? false; },
  readableEncoding() { return this._readableState?.encoding ?? null; },
  readableEnded() { return this._readableState?.endEmitted ?? false; },
  errored() { return this._readableState?.errored ?? null; },
  closed() { return this._readableState?.closed ?? false; },
});
Object.defineProperty(Readable.prototype, "readableFlowing", {
  configurable: true,
  get() { return this._readableState.flowing; },
  set(value) { if (this._readableState) this._readableState.flowing = value; },
});
Object.defineProperty(Readable.prototype, "destroyed", {
  configurable: true,
  get() { return this._readableState?.destroyed ?? false; },
  set(value) { if (this._readableState) this._readableState.destroyed = value; },
});
Readable.prototype[Symbol.asyncDispose] = async function () {
  const error = this.destroyed ? null : Object.assign(new Error("The operation was aborted"), { name: "AbortError", code: "ABORT_ERR" });
  if (error) this.destroy(error);
  await new Promise((resolve, reject) => finished(this, (failure) => (failure && failure !== error ? reject(failure) : resolve(null))));
};

Readable.from = function from(iterable, options) {
  if (typeof iterable === "string" || iterable instanceof Uint8Array) {
    return new Readable({ objectMode: true, ...options, read() { this.push(iterable); this.push(null); } });
  }
  const isAsync = typeof iterable?.[Symbol.asyncIterator] === "function";
  if (!isAsync && typeof iterable?.[Symbol.iterator] !== "function") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", "The \"iterable\" argument must be an instance of Iterable.");
  const iterator = isAsync ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
  const stream = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  let reading = false;
  stream._read = () => {
    if (reading) return;
    reading = true;
    next();
  };
  stream._destroy = (error, callback) => {
    Promise.resolve(iterator.return?.()).then(() => nextTick(callback, error), (failure) => nextTick(callback, failure || error));
  };
  async function next() {
    try {
      while (true) {
        const step = isAsync ? await iterator.next() : iterator.next();
        if (step.done) {
          stream.push(null);
          return;
        }
        const value = typeof step.value?.then === "function" ? await step.value : step.value;
        if (value === null) {
          reading = false;
          throw codedError(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
        }
        if (!stream.push(value)) {
          reading = false;
          return;
        }
      }
    } catch (error) {
      stream.destroy(error);
    }
  }
  return stream;
};
Readable.wrap = (source, options) => new Readable({ objectMode: source.readableObjectMode ?? source.objectMode ?? true, ...options, destroy(error, callback) { destroyer(source, error); callback(error); } }).wrap(source);
