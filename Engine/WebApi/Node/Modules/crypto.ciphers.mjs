// The ciphers of node:crypto (https://nodejs.org/api/crypto.html#class-cipheriv).
import native from "pureedge:native/node:crypto";
import { Transform } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { bytesAre, codedError, isBytes, wrongType } from "pureedge:node/crypto.base";
import { secretOf } from "pureedge:node/crypto.keys";

const kHandle = Symbol("handle");
const kDecoder = Symbol("decoder");

function start(self, name, key, iv, options, encrypts) {
  if (typeof name !== "string") throw wrongType("cipher", "of type string", name);
  const secret = secretOf(key);
  if (typeof secret !== "string" && !isBytes(secret)) throw wrongType("key", "of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey", key);
  if (iv !== null && typeof iv !== "string" && !isBytes(iv)) throw wrongType("iv", bytesAre, iv);
  const tagLength = options?.authTagLength;
  if (tagLength != null && !(Number.isInteger(tagLength) && tagLength >= 0)) throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.authTagLength' is invalid. Received ${typeof tagLength === "string" ? `'${tagLength}'` : String(tagLength)}`);
  const handle = native.cipher(name, secret, iv, encrypts, tagLength);
  Transform.call(self, options);
  Object.defineProperty(self, kHandle, { value: handle });
  self[kDecoder] = undefined;
}

// Bytes, or text that goes on where the last part of it ended.
function decode(self, bytes, encoding, isLast) {
  if (!encoding || encoding === "buffer") return bytes;
  self[kDecoder] ??= new StringDecoder(encoding);
  return isLast ? self[kDecoder].end(bytes) : self[kDecoder].write(bytes);
}

const methods = {
  _transform(chunk, encoding, callback) {
    this.push(this[kHandle].update(chunk, encoding));
    callback();
  },
  _flush(callback) {
    try {
      this.push(this[kHandle].final());
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  },
  update(data, inputEncoding, outputEncoding) {
    return decode(this, this[kHandle].update(data, inputEncoding === "buffer" ? undefined : inputEncoding), outputEncoding, false);
  },
  final(outputEncoding) {
    return decode(this, this[kHandle].final(), outputEncoding, true);
  },
  setAutoPadding(pads) {
    this[kHandle].setAutoPadding(pads);
    return this;
  },
  setAAD(bytes, options) {
    this[kHandle].setAAD(bytes, options?.encoding);
    return this;
  },
};

export function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  start(this, cipher, key, iv, options, true);
}
export function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(cipher, key, iv, options);
  start(this, cipher, key, iv, options, false);
}
for (const type of [Cipheriv, Decipheriv]) {
  Object.setPrototypeOf(type.prototype, Transform.prototype);
  Object.setPrototypeOf(type, Transform);
  Object.assign(type.prototype, methods);
}
Cipheriv.prototype.getAuthTag = function getAuthTag() {
  return this[kHandle].getAuthTag();
};
Decipheriv.prototype.setAuthTag = function setAuthTag(tag, encoding) {
  this[kHandle].setAuthTag(tag, encoding);
  return this;
};

export const createCipheriv = (cipher, key, iv, options) => new Cipheriv(cipher, key, iv, options);
export const createDecipheriv = (cipher, key, iv, options) => new Decipheriv(cipher, key, iv, options);
export const getCiphers = () => native.ciphers();
export function getCipherInfo(name, { keyLength, ivLength } = {}) {
  const found = typeof name === "string" ? native.cipherInfo(name) : undefined;
  if (found === undefined) return undefined;
  const [full, mode, size, ivSize, blockSize] = found;
  if ((keyLength ?? size) !== size || (ivLength !== undefined && !native.takesIv(full, ivLength))) return undefined;
  const info = { mode, name: mode === "gcm" ? `id-aes${size * 8}-gcm` : full, blockSize, keyLength: size };
  if (ivSize > 0) info.ivLength = ivLength ?? ivSize;
  return info;
}
