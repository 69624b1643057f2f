// Between streams of Node.js and of the web (https://nodejs.org/api/stream.html#streamreadabletowebstreamreadable-options).
import { destroyer, finished } from "pureedge:node/stream.pipeline";

const toBytes = (chunk) => (typeof chunk === "string" ? Buffer.from(chunk) : chunk);
const bytesOf = (chunk) => (Buffer.isBuffer(chunk) ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength) : chunk);

function readableToWeb(readable) {
  if (readable.destroyed) {
    const closed = new ReadableStream();
    closed.cancel();
    return closed;
  }
  const objects = readable.readableObjectMode;
  return new ReadableStream({
    start(controller) {
      readable.pause();
      readable.on("data", (chunk) => {
        controller.enqueue(objects ? chunk : bytesOf(toBytes(chunk)));
        if (controller.desiredSize <= 0) readable.pause();
      });
      readable.pause();
      finished(readable, { writable: false }, (error) => {
        readable.on("error", () => {});
        if (error) controller.error(error);
        else controller.close();
      });
    },
    pull() {
      readable.resume();
    },
    cancel(reason) {
      destroyer(readable, reason);
    },
  }, objects ? new CountQueuingStrategy({ highWaterMark: readable.readableHighWaterMark }) : new ByteLengthQueuingStrategy({ highWaterMark: readable.readableHighWaterMark }));
}

function writableToWeb(writable) {
  let wake;
  let failure;
  const settled = new Promise((resolve) => finished(writable, { readable: false }, (error) => {
    failure = error;
    wake?.(error);
    resolve(error);
  }));
  writable.on("error", () => {});
  return new WritableStream({
    async write(chunk) {
      if (failure) throw failure;
      if (writable.write(chunk)) return;
      await new Promise((resolve, reject) => {
        const onDrain = () => {
          wake = undefined;
          resolve();
        };
        wake = (error) => {
          writable.off("drain", onDrain);
          if (error) reject(error);
          else resolve();
        };
        writable.once("drain", onDrain);
      });
    },
    async close() {
      writable.end();
      const error = await settled;
      if (error) throw error;
    },
    abort(reason) {
      destroyer(writable, reason);
    },
  }, new CountQueuingStrategy({ highWaterMark: 1 }));
}

export function addWeb({ Readable, Writable, Duplex }) {
  Readable.toWeb = readableToWeb;
  Readable.fromWeb = (web, options) => {
    const reader = web.getReader();
    return new Readable({
      ...options,
      read() {
        reader.read().then(({ done, value }) => this.push(done ? null : options?.objectMode ? value : toBytes(value)), (error) => this.destroy(error));
      },
      destroy(error, callback) {
        reader.cancel(error).then(() => callback(error), () => callback(error));
      },
    });
  };
  Writable.toWeb = writableToWeb;
  Writable.fromWeb = (web, options) => {
    const writer = web.getWriter();
    return new Writable({
      ...options,
      write(chunk, encoding, callback) {
        writer.write(bytesOf(chunk)).then(() => callback(), callback);
      },
      final(callback) {
        writer.close().then(() => callback(), callback);
      },
      destroy(error, callback) {
        if (error) writer.abort(error).then(() => callback(error), () => callback(error));
        else callback();
      },
    });
  };
  Duplex.toWeb = (duplex) => ({ readable: readableToWeb(duplex), writable: writableToWeb(duplex) });
  Duplex.fromWeb = ({ readable, writable }, options) => Duplex.from({ readable: Readable.fromWeb(readable, options), writable: Writable.fromWeb(writable, options) });
}
