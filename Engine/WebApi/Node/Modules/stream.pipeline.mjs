// pipeline and finished of node:stream (https://nodejs.org/api/stream.html#streamfinishedstream-options-callback).
const noop = () => {};
const { nextTick } = process;

const codedError = (Base, code, message) => Object.assign(new Base(message), { code });
const abortError = (signal) => Object.assign(new Error("The operation was aborted", { cause: signal?.reason }), { name: "AbortError", code: "ABORT_ERR" });

export const isReadableNode = (stream) => typeof stream?.pipe === "function" && typeof stream.on === "function" && (!stream._writableState || stream._readableState?.readable !== false) && (!stream._writableState || !!stream._readableState);
export const isWritableNode = (stream) => typeof stream?.write === "function" && typeof stream.on === "function" && (!stream._readableState || stream._writableState?.writable !== false);
const isNode = (stream) => !!stream && (!!stream._readableState || !!stream._writableState || (typeof stream.write === "function" && typeof stream.on === "function") || (typeof stream.pipe === "function" && typeof stream.on === "function"));

export function destroyer(stream, error) {
  if (!stream || stream.destroyed) return;
  if (typeof stream.destroy === "function") stream.destroy(error ?? (stream.readableEnded === false && !stream._writableState ? abortError() : error));
  else if (typeof stream.close === "function") stream.close();
}

export function finished(stream, options, callback) {
  if (typeof options === "function") [callback, options] = [options, {}];
  options ??= {};
  if (!isNode(stream)) {
    if (typeof stream?.getReader === "function" || typeof stream?.getWriter === "function") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", "finished() of a web stream is not supported: await its reader's or writer's closed promise.");
    throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", "The \"stream\" argument must be an instance of ReadableStream, WritableStream, or Stream.");
  }
  let called = false;
  const done = (error) => {
    if (called) return;
    called = true;
    if (options.cleanup) clean();
    if (error === undefined) callback.call(stream);
    else callback.call(stream, error);
  };
  const r = stream._readableState;
  const w = stream._writableState;
  let readable = options.readable ?? isReadableNode(stream);
  let writable = options.writable ?? isWritableNode(stream);
  let readableDone = !!r?.endEmitted;
  let writableDone = !!w?.finished;
  const willClose = (w ? w.autoDestroy && w.emitClose && w.closed === false : r ? r.autoDestroy && r.emitClose && r.closed === false : false) && isReadableNode(stream) === readable && isWritableNode(stream) === writable;
  const early = () => codedError(Error, "ERR_STREAM_PREMATURE_CLOSE", "Premature close");
  const onFinish = () => {
    writableDone = true;
    if (stream.destroyed && !w) return;
    if (willClose && (!stream.writable || readable)) return;
    if (!readable || readableDone) done();
  };
  const onEnd = () => {
    readableDone = true;
    if (willClose && (!stream.readable || writable)) return;
    if (!writable || writableDone) done();
  };
  const onError = (error) => done(error);
  const onClose = () => {
    const error = w?.errored ?? r?.errored;
    if (error) return done(error);
    if (readable && !readableDone && r && !r.endEmitted) return done(early());
    if (writable && !writableDone && w && !w.finished) return done(early());
    done();
  };
  stream.on("end", onEnd);
  stream.on("finish", onFinish);
  if (options.error !== false) stream.on("error", onError);
  stream.on("close", onClose);
  const onAbort = () => {
    clean();
    done(abortError(options.signal));
  };
  const clean = () => {
    stream.removeListener("end", onEnd);
    stream.removeListener("finish", onFinish);
    stream.removeListener("error", onError);
    stream.removeListener("close", onClose);
    options.signal?.removeEventListener("abort", onAbort);
  };
  if (stream.closed || w?.closeEmitted || r?.closeEmitted) nextTick(onClose);
  else if (w?.errorEmitted || r?.errorEmitted) {
    if (!willClose) nextTick(onClose);
  } else if (!willClose && (!readable || readableDone) && (!writable || writableDone)) nextTick(onClose);
  if (options.signal) {
    if (options.signal.aborted) nextTick(onAbort);
    else options.signal.addEventListener("abort", onAbort, { once: true });
  }
  return () => {
    clean();
    callback = noop;
  };
}

async function pump(iterable, writable, done, end) {
  let failure;
  let wake;
  const resume = (error) => {
    if (error) failure = error;
    wake?.();
    wake = undefined;
  };
  const drained = () => new Promise((resolve, reject) => {
    if (failure) reject(failure);
    else wake = () => (failure ? reject(failure) : resolve());
  });
  writable.on("drain", resume);
  const clean = finished(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await drained();
    for await (const chunk of iterable) if (!writable.write(chunk)) await drained();
    if (end) {
      writable.end();
      while (!writable.writableFinished && !failure) await drained();
    }
    done();
  } catch (error) {
    done(failure ?? error);
  } finally {
    clean();
    writable.off("drain", resume);
  }
}

export function pipeline(...streams) {
  const callback = typeof streams.at(-1) === "function" && streams.length > 1 ? streams.pop() : undefined;
  if (callback === undefined) throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", "The \"streams[stream.length - 1]\" property must be of type function");
  return run(streams, callback, {});
}

function run(streams, callback, { signal, end = true }) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw codedError(TypeError, "ERR_MISSING_ARGS", "The \"streams\" argument must be specified");
  let failure;
  let value;
  let left = 0;
  const nodes = [];
  const finishOne = (error) => {
    if (error && (!failure || failure.code === "ERR_STREAM_PREMATURE_CLOSE")) failure = error;
    if (error || left === 0) for (const node of nodes.splice(0)) destroyer(node, error);
    if (--left <= 0 && !over) {
      over = true;
      signal?.removeEventListener("abort", onAbort);
      nextTick(callback, failure, value);
    }
  };
  let over = false;
  const onAbort = () => {
    failure ??= abortError(signal);
    for (const node of nodes.splice(0)) destroyer(node, failure);
  };
  let current;
  for (let i = 0; i < streams.length; i++) {
    const stream = streams[i];
    const isLast = i === streams.length - 1;
    if (isNode(stream)) {
      nodes.push(stream);
      // Its errors are the pipeline's: somebody hears them until it is over.
      finished(stream, noop);
    }
    if (i === 0) {
      current = typeof stream === "function" ? stream({ signal }) : stream;
      if (typeof current?.getReader === "function") current = current.values();
      continue;
    }
    if (typeof stream === "function") {
      const input = isNode(current) ? current[Symbol.asyncIterator]?.() ?? current : current;
      current = stream(input, { signal });
      if (isLast) {
        left++;
        const result = current;
        if (typeof result?.[Symbol.asyncIterator] === "function" && typeof result.then !== "function") {
          left--;
        } else Promise.resolve(result).then((got) => {
          value = got;
          finishOne();
        }, finishOne);
      }
      continue;
    }
    if (typeof stream?.getWriter === "function") {
      left++;
      const writer = stream.getWriter();
      const input = current;
      (async () => {
        try {
          for await (const chunk of input) await writer.write(chunk);
          await writer.close();
          finishOne();
        } catch (error) {
          await writer.abort(error).catch(noop);
          finishOne(error);
        }
      })();
      current = stream;
      continue;
    }
    if (isNode(current)) {
      const source = current;
      left += 2;
      source.pipe(stream, { end: isLast ? end : true });
      finished(source, { readable: true, writable: false }, (error) => {
        const r = source._readableState;
        if (error?.code === "ERR_STREAM_PREMATURE_CLOSE" && r?.ended && !r.errored && !r.errorEmitted) source.once("end", () => finishOne()).once("error", finishOne);
        else finishOne(error);
      });
      if (isLast && !end) finishOne();
      else finished(stream, { readable: false, writable: true }, finishOne);
    } else {
      left++;
      pump(typeof current?.then === "function" ? (async function* () { yield await current; })() : current, stream, finishOne, isLast ? end : true);
    }
    current = stream;
  }
  if (signal) {
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  }
  return current;
}

const pipelinePromise = (...streams) => new Promise((resolve, reject) => {
  const last = streams.at(-1);
  const options = last && typeof last === "object" && !isNode(last) && !last[Symbol.asyncIterator] && !last[Symbol.iterator] && typeof last.getWriter !== "function" ? streams.pop() : {};
  run(streams, (error, value) => (error ? reject(error) : resolve(value)), options);
});
const finishedPromise = (stream, options) => new Promise((resolve, reject) => {
  finished(stream, options, (error) => (error ? reject(error) : resolve()));
});
export const promises = { pipeline: pipelinePromise, finished: finishedPromise };

