// node:zlib (https://nodejs.org/api/zlib.html).
import native from "pureedge:native/node:zlib";
import { Transform } from "node:stream";

const codedError = (Base, code, message) => Object.assign(new Base(message), { code });

export const constants = Object.freeze({
  Z_NO_FLUSH: 0, Z_PARTIAL_FLUSH: 1, Z_SYNC_FLUSH: 2, Z_FULL_FLUSH: 3, Z_FINISH: 4, Z_BLOCK: 5, Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2,
  Z_DATA_ERROR: -3, Z_MEM_ERROR: -4, Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6, Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1, Z_FILTERED: 1,
  Z_HUFFMAN_ONLY: 2, Z_RLE: 3, Z_FIXED: 4, Z_DEFAULT_STRATEGY: 0, DEFLATE: 1, INFLATE: 2, GZIP: 3, GUNZIP: 4, DEFLATERAW: 5, INFLATERAW: 6, UNZIP: 7, BROTLI_DECODE: 8,
  BROTLI_ENCODE: 9, Z_MIN_WINDOWBITS: 8, Z_MAX_WINDOWBITS: 15, Z_DEFAULT_WINDOWBITS: 15, Z_MIN_CHUNK: 64, Z_MAX_CHUNK: Infinity, Z_DEFAULT_CHUNK: 16384, Z_MIN_MEMLEVEL: 1,
  Z_MAX_MEMLEVEL: 9, Z_DEFAULT_MEMLEVEL: 8, Z_MIN_LEVEL: -1, Z_MAX_LEVEL: 9, Z_DEFAULT_LEVEL: -1, BROTLI_OPERATION_PROCESS: 0, BROTLI_OPERATION_FLUSH: 1,
  BROTLI_OPERATION_FINISH: 2, BROTLI_OPERATION_EMIT_METADATA: 3, BROTLI_PARAM_MODE: 0, BROTLI_MODE_GENERIC: 0, BROTLI_MODE_TEXT: 1, BROTLI_MODE_FONT: 2, BROTLI_DEFAULT_MODE: 0,
  BROTLI_PARAM_QUALITY: 1, BROTLI_MIN_QUALITY: 0, BROTLI_MAX_QUALITY: 11, BROTLI_DEFAULT_QUALITY: 11, BROTLI_PARAM_LGWIN: 2, BROTLI_MIN_WINDOW_BITS: 10, BROTLI_MAX_WINDOW_BITS: 24,
  BROTLI_DEFAULT_WINDOW: 22, BROTLI_PARAM_LGBLOCK: 3, BROTLI_PARAM_SIZE_HINT: 5, BROTLI_PARAM_LARGE_WINDOW: 6,
});

function levelOf(options) {
  const level = options?.level ?? -1;
  if (typeof level !== "number") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "options.level" property must be of type number. Received type ${typeof level}`);
  if (!(level >= -1 && level <= 9)) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "options.level" is out of range. It must be >= -1 and <= 9. Received ${level}`);
  if (options?.dictionary !== undefined) throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "A dictionary is not supported.");
  return level;
}

const deflater = (format) => (options) => native.deflater(format, levelOf(options));
const inflater = (format) => (options) => {
  if (options?.dictionary !== undefined) throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "A dictionary is not supported.");
  return native.inflater(format, options?.maxOutputLength);
};

// Brotli is done in one piece, once all is there.
const brotli = (work) => (options) => {
  const parts = [];
  return {
    push(chunk) {
      parts.push(Buffer.from(chunk));
      return Buffer.alloc(0);
    },
    flush: () => Buffer.alloc(0),
    finish: () => work(Buffer.concat(parts), options),
    close() {},
  };
};

const formats = {
  Gzip: deflater("gzip"), Gunzip: inflater("gzip"), Deflate: deflater("deflate"), Inflate: inflater("deflate"), DeflateRaw: deflater("deflate-raw"), InflateRaw: inflater("deflate-raw"),
  Unzip: inflater("unzip"),
  BrotliCompress: brotli((bytes, options) => native.brotliCompress(bytes, options?.params?.[constants.BROTLI_PARAM_QUALITY])),
  BrotliDecompress: brotli((bytes, options) => native.brotliDecompress(bytes, options?.maxOutputLength ?? 2 ** 31 - 64)),
};

function toBytes(data) {
  if (typeof data === "string" || ArrayBuffer.isView(data)) return data;
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "buffer" argument must be of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer. Received ${data === null ? "null" : data === undefined ? "undefined" : typeof data === "object" ? `an instance of ${data.constructor?.name}` : `type ${typeof data} (${String(data)})`}`);
}

function allAtOnce(open, data, options) {
  const bytes = toBytes(data);
  const handle = open(options);
  try {
    return Buffer.concat([handle.push(bytes), handle.finish()]);
  } finally {
    handle.close();
  }
}

const kHandle = Symbol("handle");

function makeClass(name, open) {
  const Zlib = { [name]: function (options) {
    if (!(this instanceof Zlib)) return new Zlib(options);
    const handle = open(options);
    Transform.call(this, options);
    Object.defineProperty(this, kHandle, { value: handle });
    this.bytesWritten = 0;
  } }[name];
  Object.setPrototypeOf(Zlib.prototype, Transform.prototype);
  Object.setPrototypeOf(Zlib, Transform);
  Object.assign(Zlib.prototype, {
    _transform(chunk, encoding, callback) {
      let out;
      try {
        this.bytesWritten += chunk.length;
        out = this[kHandle].push(chunk);
      } catch (error) {
        callback(error);
        return;
      }
      if (out.length > 0) this.push(out);
      callback();
    },
    _flush(callback) {
      let out;
      try {
        out = this[kHandle].finish();
      } catch (error) {
        callback(error);
        return;
      }
      if (out.length > 0) this.push(out);
      callback();
    },
    _destroy(error, callback) {
      this[kHandle].close();
      callback(error);
    },
    flush(kind, callback) {
      if (typeof kind === "function") callback = kind;
      this.write(Buffer.alloc(0), () => {
        const out = this[kHandle].flush();
        if (out.length > 0) this.push(out);
        callback?.();
      });
    },
    close(callback) {
      if (callback) this.once("close", callback);
      this.destroy();
    },
    reset() {
      throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "reset() is not supported; make a new stream.");
    },
  });
  return Zlib;
}

const classes = Object.fromEntries(Object.entries(formats).map(([name, open]) => [name, makeClass(name, open)]));
const sync = (name) => (data, options) => allAtOnce(formats[name], data, options);
const withCallback = (name) => (data, options, callback) => {
  if (typeof options === "function") [callback, options] = [options, {}];
  if (typeof callback !== "function") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "callback" argument must be of type function. Received ${callback === undefined ? "undefined" : typeof callback}`);
  toBytes(data);
  let result;
  try {
    result = allAtOnce(formats[name], data, options);
  } catch (error) {
    process.nextTick(callback, error);
    return;
  }
  process.nextTick(callback, null, result);
};

export function crc32(data, value = 0) {
  return native.crc32(toBytes(data), value);
}
export const { Gzip, Gunzip, Deflate, Inflate, DeflateRaw, InflateRaw, Unzip, BrotliCompress, BrotliDecompress } = classes;
export const createGzip = (options) => new Gzip(options);
export const createGunzip = (options) => new Gunzip(options);
export const createDeflate = (options) => new Deflate(options);
export const createInflate = (options) => new Inflate(options);
export const createDeflateRaw = (options) => new DeflateRaw(options);
export const createInflateRaw = (options) => new InflateRaw(options);
export const createUnzip = (options) => new Unzip(options);
export const createBrotliCompress = (options) => new BrotliCompress(options);
export const createBrotliDecompress = (options) => new BrotliDecompress(options);
export const [gzipSync, gunzipSync, deflateSync, inflateSync, deflateRawSync, inflateRawSync, unzipSync, brotliCompressSync, brotliDecompressSync] = Object.keys(formats).map(sync);
export const [gzip, gunzip, deflate, inflate, deflateRaw, inflateRaw, unzip, brotliCompress, brotliDecompress] = Object.keys(formats).map(withCallback);
export const codes = Object.freeze({ Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3, Z_MEM_ERROR: -4, Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6 });

export default {
  ...classes, constants, codes, crc32, createGzip, createGunzip, createDeflate, createInflate, createDeflateRaw, createInflateRaw, createUnzip, createBrotliCompress,
  createBrotliDecompress, gzipSync, gunzipSync, deflateSync, inflateSync, deflateRawSync, inflateRawSync, unzipSync, brotliCompressSync, brotliDecompressSync, gzip, gunzip,
  deflate, inflate, deflateRaw, inflateRaw, unzip, brotliCompress, brotliDecompress,
};
