// Writable of node:stream (https://nodejs.org/api/stream.html#writable-streams).
import { begin, codedError, destroy, fail, getters, highWaterMark, inherit, initialize, Stream, toBytes } from "pureedge:node/stream.base";

const { nextTick } = process;
const noop = () => {};

export function WritableState(options, stream, isDuplex) {
  isDuplex ??= stream?._readableState !== undefined;
  this.objectMode = Boolean(options?.objectMode || (isDuplex && options?.writableObjectMode));
  this.highWaterMark = highWaterMark(this, options, isDuplex, "writableHighWaterMark");
  Object.assign(this, {
    finalCalled: false, needDrain: false, ending: false, ended: false, finished: false, destroyed: false, decodeStrings: options?.decodeStrings !== false,
    defaultEncoding: options?.defaultEncoding || "utf8", length: 0, writing: false, corked: 0, sync: true, bufferProcessing: false, writecb: null, writelen: 0, buffered: [],
    pendingcb: 0, constructed: true, constructing: false, prefinished: false, errorEmitted: false, emitClose: options?.emitClose !== false, autoDestroy: options?.autoDestroy !== false,
    errored: null, closed: false, closeEmitted: false, onFinished: [],
  });
}
WritableState.prototype.getBuffer = function () {
  return this.buffered.slice();
};

export function Writable(options) {
  if (!(this instanceof Writable) && this?._readableState === undefined) return new Writable(options);
  this._writableState = new WritableState(options, this);
  if (typeof options?.write === "function") this._write = options.write;
  if (typeof options?.writev === "function") this._writev = options.writev;
  if (typeof options?.final === "function") this._final = options.final;
  Stream.call(this, options);
  initialize(this, options);
  begin(this, () => {
    if (!this._writableState.writing) clearBuffer(this, this._writableState);
    finishMaybe(this, this._writableState);
  });
}
inherit(Writable, Stream);
Writable.WritableState = WritableState;
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    return Function.prototype[Symbol.hasInstance].call(this, object) || (this === Writable && object?._writableState instanceof WritableState);
  },
});
Writable.prototype.pipe = function pipe() {
  fail(this, codedError(Error, "ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable"));
};
Writable.prototype._write = function (chunk, encoding, callback) {
  if (!this._writev) throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _write() method is not implemented");
  this._writev([{ chunk, encoding }], callback);
};
Writable.prototype._writev = null;
Writable.prototype._destroy = function (error, callback) {
  callback(error);
};
Writable.prototype.destroy = function (error, callback) {
  const state = this._writableState;
  if (!state.destroyed && (state.buffered.length > 0 || state.onFinished.length > 0)) nextTick(failBuffered, state);
  destroy.call(this, error, callback);
  return this;
};
Writable.prototype[Symbol.for("nodejs.rejection")] = function (error) {
  this.destroy(error);
};

function failBuffered(state) {
  if (state.writing) return;
  const error = state.errored ?? codedError(Error, "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed");
  for (const { chunk, callback } of state.buffered.splice(0)) {
    state.length -= state.objectMode ? 1 : chunk.length;
    callback(error);
  }
  for (const callback of state.onFinished.splice(0)) callback(state.errored ?? codedError(Error, "ERR_STREAM_DESTROYED", "Cannot call end after a stream was destroyed"));
}

function write(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof encoding === "function") {
    callback = encoding;
    encoding = state.defaultEncoding;
  } else {
    encoding ||= state.defaultEncoding;
    if (encoding !== "buffer" && !Buffer.isEncoding(encoding)) throw codedError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
    if (typeof callback !== "function") callback = noop;
  }
  if (chunk === null) throw codedError(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
  if (!state.objectMode) {
    if (typeof chunk === "string") {
      if (state.decodeStrings) {
        chunk = Buffer.from(chunk, encoding);
        encoding = "buffer";
      }
    } else {
      const bytes = toBytes(chunk);
      if (bytes === undefined) throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "chunk" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${chunk === undefined ? "undefined" : typeof chunk === "object" ? `an instance of ${chunk.constructor?.name}` : `type ${typeof chunk} (${String(chunk)})`}`);
      chunk = bytes;
      encoding = "buffer";
    }
  }
  const error = state.ending ? codedError(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end") : state.destroyed ? codedError(Error, "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed") : null;
  if (error) {
    nextTick(callback, error);
    fail(stream, error, true);
    return error;
  }
  state.pendingcb++;
  const length = state.objectMode ? 1 : chunk.length;
  state.length += length;
  const hasRoom = state.length < state.highWaterMark;
  if (!hasRoom) state.needDrain = true;
  if (state.writing || state.corked || state.errored || !state.constructed) state.buffered.push({ chunk, encoding, callback });
  else run(stream, state, length, chunk, encoding, callback);
  return hasRoom && !state.errored && !state.destroyed;
}

function run(stream, state, length, chunk, encoding, callback, isMany = false) {
  state.writelen = length;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  const done = (error) => onWritten(stream, error);
  try {
    if (isMany) stream._writev(chunk, done);
    else stream._write(chunk, encoding, done);
  } catch (error) {
    state.sync = false;
    throw error;
  }
  state.sync = false;
}

function onWritten(stream, error) {
  const state = stream._writableState;
  const { sync, writecb } = state;
  if (typeof writecb !== "function") {
    fail(stream, codedError(Error, "ERR_MULTIPLE_CALLBACK", "Callback called multiple times"));
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    state.errored ??= error;
    if (stream._readableState) stream._readableState.errored ??= error;
    const report = () => {
      state.pendingcb--;
      writecb(error);
      failBuffered(state);
      fail(stream, error);
    };
    if (sync) nextTick(report);
    else report();
    return;
  }
  if (state.buffered.length > 0) clearBuffer(stream, state);
  const after = () => {
    const needsDrain = !state.ending && !state.destroyed && state.length === 0 && state.needDrain;
    if (needsDrain) {
      state.needDrain = false;
      stream.emit("drain");
    }
    state.pendingcb--;
    writecb(null);
    if (state.destroyed) failBuffered(state);
    finishMaybe(stream, state);
  };
  if (sync) nextTick(after);
  else after();
}

function clearBuffer(stream, state) {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed || state.buffered.length === 0) return;
  state.bufferProcessing = true;
  if (state.buffered.length > 1 && stream._writev) {
    const all = state.buffered.splice(0);
    state.pendingcb -= all.length - 1;
    const callback = (error) => {
      for (const { callback: each } of all) each(error);
    };
    run(stream, state, state.length, all.map(({ chunk, encoding }) => ({ chunk, encoding })), "", callback, true);
  } else {
    while (state.buffered.length > 0 && !state.writing) {
      const { chunk, encoding, callback } = state.buffered.shift();
      run(stream, state, state.objectMode ? 1 : chunk.length, chunk, encoding, callback);
    }
  }
  state.bufferProcessing = false;
}

Writable.prototype.write = function (chunk, encoding, callback) {
  return write(this, chunk, encoding, callback) === true;
};
Writable.prototype.cork = function cork() {
  this._writableState.corked++;
};
Writable.prototype.uncork = function uncork() {
  const state = this._writableState;
  if (state.corked) {
    state.corked--;
    if (!state.writing) clearBuffer(this, state);
  }
};
Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (!Buffer.isEncoding(encoding)) throw codedError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
  this._writableState.defaultEncoding = String(encoding).toLowerCase();
  return this;
};
Writable.prototype.end = function end(chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof chunk === "function") [callback, chunk, encoding] = [chunk, null, null];
  else if (typeof encoding === "function") [callback, encoding] = [encoding, null];
  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = write(this, chunk, encoding);
    if (result instanceof Error) error = result;
  }
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  if (error) {
    // Said already.
  } else if (!state.errored && !state.ending) {
    state.ending = true;
    finishMaybe(this, state, true);
    state.ended = true;
  } else if (state.finished) error = codedError(Error, "ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished");
  else if (state.destroyed) error = codedError(Error, "ERR_STREAM_DESTROYED", "Cannot call end after a stream was destroyed");
  if (typeof callback === "function") {
    if (error) nextTick(callback, error);
    else if (state.finished) nextTick(callback);
    else state.onFinished.push(callback);
  }
  return this;
};

function needsFinish(state) {
  return state.ending && !state.destroyed && state.constructed && state.length === 0 && !state.errored && state.buffered.length === 0 && !state.finished && !state.writing && !state.errorEmitted && !state.closeEmitted;
}

function finishMaybe(stream, state, isSync) {
  if (!needsFinish(state)) return;
  if (!state.prefinished && !state.finalCalled) {
    if (typeof stream._final === "function" && !state.destroyed) {
      state.finalCalled = true;
      callFinal(stream, state);
    } else {
      state.prefinished = true;
      stream.emit("prefinish");
    }
  }
  if (state.pendingcb !== 0) return;
  if (isSync) {
    state.pendingcb++;
    nextTick(() => {
      if (needsFinish(state)) finish(stream, state);
      else state.pendingcb--;
    });
  } else {
    state.pendingcb++;
    finish(stream, state);
  }
}

function callFinal(stream, state) {
  let called = false;
  const done = (error) => {
    if (called) {
      fail(stream, error ?? codedError(Error, "ERR_MULTIPLE_CALLBACK", "Callback called multiple times"));
      return;
    }
    called = true;
    state.pendingcb--;
    if (error) {
      for (const callback of state.onFinished.splice(0)) callback(error);
      fail(stream, error, state.sync);
    } else if (needsFinish(state)) {
      state.prefinished = true;
      stream.emit("prefinish");
      state.pendingcb++;
      nextTick(finish, stream, state);
    }
  };
  state.sync = true;
  state.pendingcb++;
  try {
    stream._final(done);
  } catch (error) {
    done(error);
  }
  state.sync = false;
}

function finish(stream, state) {
  state.pendingcb--;
  if (state.finished || state.destroyed) return;
  state.finished = true;
  for (const callback of state.onFinished.splice(0)) callback(null);
  stream.emit("finish");
  const r = stream._readableState;
  if (state.autoDestroy && (!r || (r.autoDestroy && (r.endEmitted || r.readable === false)))) stream.destroy();
}

export const writableMembers = {
  writableFinished() { return this._writableState?.finished; },
  writableObjectMode() { return this._writableState?.objectMode; },
  writableBuffer() { return this._writableState?.getBuffer(); },
  writableEnded() { return this._writableState?.ending; },
  writableNeedDrain() { return !!this._writableState && !this._writableState.destroyed && !this._writableState.ending && this._writableState.needDrain; },
  writableHighWaterMark() { return this._writableState?.highWaterMark; },
  writableCorked() { return this._writableState?.corked; },
  writableLength() { return this._writableState?.length; },
  writableAborted() { return !!(this._writableState.writable !== false && (this._writableState.destroyed || this._writableState.errored) && !this._writableState.finished); },
};
getters(Writable.prototype, writableMembers);
getters(Writable.prototype, {
  errored() { return this._writableState?.errored ?? null; },
  closed() { return this._writableState?.closed ?? false; },
});
Object.defineProperty(Writable.prototype, "destroyed", {
  configurable: true,
  get() { return this._writableState?.destroyed ?? false; },
  set(value) { if (this._writableState) this._writableState.destroyed = value; },
});
export const writableProperty = {
  configurable: true,
  enumerable: true,
  get() {
    const w = this._writableState;
    return !!w && w.writable !== false && !w.destroyed && !w.errored && !w.ending && !w.ended;
  },
  set(value) {
    if (this._writableState) this._writableState.writable = !!value;
  },
};
Object.defineProperty(Writable.prototype, "writable", writableProperty);
