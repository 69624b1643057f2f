// node:crypto (https://nodejs.org/api/crypto.html): hashes, random values and key derivation here; keys, ciphers and signatures in parts of their own.
import native from "pureedge:native/node:crypto";
import { Transform } from "node:stream";
import { checkFunction, codedError, constants, later, output } from "pureedge:node/crypto.base";
import { Cipheriv, Decipheriv, createCipheriv, createDecipheriv, getCipherInfo, getCiphers } from "pureedge:node/crypto.ciphers";
import {
  ECDH, KeyObject, createECDH, createPrivateKey, createPublicKey, createSecretKey, diffieHellman, generateKey, generateKeyPair, generateKeyPairSync, generateKeySync, secretOf,
} from "pureedge:node/crypto.keys";
import { Sign, Verify, createSign, createVerify, privateDecrypt, publicEncrypt, sign, verify } from "pureedge:node/crypto.signatures";

const kHandle = Symbol("handle");

export function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  const handle = typeof algorithm === "string" ? native.hash(algorithm) : algorithm?.[kHandle]?.copy();
  if (handle === undefined) native.hash(algorithm);
  Transform.call(this, options);
  Object.defineProperty(this, kHandle, { value: handle });
}
Object.setPrototypeOf(Hash.prototype, Transform.prototype);
Object.setPrototypeOf(Hash, Transform);
const hashMethods = {
  _transform(chunk, encoding, callback) {
    this[kHandle].update(chunk, encoding);
    callback();
  },
  _flush(callback) {
    this.push(this[kHandle].digest());
    callback();
  },
  update(data, encoding) {
    this[kHandle].update(data, encoding);
    return this;
  },
  digest(encoding) {
    return output(this[kHandle].digest(), encoding);
  },
};
Object.assign(Hash.prototype, hashMethods, {
  copy(options) {
    return new Hash(this, options);
  },
});

export function Hmac(algorithm, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(algorithm, key, options);
  if (typeof algorithm !== "string") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "hmac" argument must be of type string. Received ${algorithm === undefined ? "undefined" : typeof algorithm}`);
  const handle = native.hmac(algorithm, secretOf(key));
  Transform.call(this, options);
  Object.defineProperty(this, kHandle, { value: handle });
}
Object.setPrototypeOf(Hmac.prototype, Transform.prototype);
Object.setPrototypeOf(Hmac, Transform);
let finishedHmacs;
Object.assign(Hmac.prototype, hashMethods, {
  digest(encoding) {
    // A second digest of an HMAC is empty, unlike that of a hash.
    finishedHmacs ??= new WeakSet();
    if (finishedHmacs.has(this)) return output(Buffer.alloc(0), encoding);
    finishedHmacs.add(this);
    return output(this[kHandle].digest(), encoding);
  },
});

export const createHash = (algorithm, options) => new Hash(algorithm, options);
export const createHmac = (algorithm, key, options) => new Hmac(algorithm, key, options);
export const getHashes = () => native.hashes();
export const getCurves = () => ["prime256v1", "secp384r1", "secp521r1"];
export function hash(algorithm, data, encoding = "hex") {
  return output(native.hash(algorithm).update(data).digest(), encoding);
}

function size(n, name, most = 2 ** 31 - 1) {
  if (typeof n !== "number") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" argument must be of type number. Received ${n === undefined ? "undefined" : `type ${typeof n}`}`);
  if (!(n >= 0 && n <= most)) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be >= 0 && <= ${most}. Received ${n}`);
  return n;
}

export function randomBytes(n, callback) {
  size(n, "size");
  const work = () => native.fillRandom(Buffer.alloc(n));
  if (callback === undefined) return work();
  later(work, callback);
  return undefined;
}
export const pseudoRandomBytes = randomBytes;

export function randomFillSync(buffer, offset = 0, count) {
  const bytes = ArrayBuffer.isView(buffer) ? Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength) : Buffer.from(buffer);
  const width = buffer.BYTES_PER_ELEMENT ?? 1;
  const from = size(offset, "offset") * width;
  if (from > bytes.length) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "offset" is out of range. It must be >= 0 && <= ${bytes.length / width}. Received ${offset}`);
  const length = count === undefined ? bytes.length - from : size(count, "size") * width;
  if (from + length > bytes.length) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "size + offset" is out of range. It must be <= ${bytes.length / width}. Received ${(from + length) / width}`);
  native.fillRandom(bytes.subarray(from, from + length));
  return buffer;
}
export function randomFill(buffer, offset, count, callback) {
  if (typeof offset === "function") [callback, offset, count] = [offset, 0, undefined];
  else if (typeof count === "function") [callback, count] = [count, undefined];
  later(() => randomFillSync(buffer, offset, count), callback);
}
export function randomInt(min, max, callback) {
  if (max === undefined || typeof max === "function") [min, max, callback] = [0, min, max];
  for (const [name, value] of [["min", min], ["max", max]]) if (!Number.isSafeInteger(value)) throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" argument must be a safe integer. Received ${String(value)}`);
  const range = max - min;
  if (range <= 0) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "max" is out of range. It must be greater than the value of "min" (${min}). Received ${max}`);
  if (range > 2 ** 48 - 1) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "max - min" is out of range. It must be <= ${2 ** 48 - 1}. Received ${range}`);
  const most = 2 ** 48 - (2 ** 48 % range);
  const work = () => {
    let value;
    do value = native.fillRandom(Buffer.alloc(6)).readUIntBE(0, 6);
    while (value >= most);
    return min + (value % range);
  };
  if (callback === undefined) return work();
  later(work, callback);
  return undefined;
}
export const randomUUID = () => webcrypto.randomUUID();

export function timingSafeEqual(a, b) {
  return native.timingSafeEqual(a, b);
}

export const pbkdf2Sync = (password, salt, iterations, keylen, digest) => native.pbkdf2(password, salt, iterations, keylen, digest);
export const pbkdf2 = (password, salt, iterations, keylen, digest, callback) => {
  checkFunction(callback);
  later(() => pbkdf2Sync(password, salt, iterations, keylen, digest), callback);
};
export const hkdfSync = (digest, ikm, salt, info, keylen) => native.hkdf(digest, secretOf(ikm), salt, info, keylen);
export const hkdf = (digest, ikm, salt, info, keylen, callback) => later(() => hkdfSync(digest, ikm, salt, info, keylen), callback);
export function scryptSync(password, salt, keylen, options = {}) {
  return native.scrypt(password, salt, keylen, options.N ?? options.cost ?? 16384, options.r ?? options.blockSize ?? 8, options.p ?? options.parallelization ?? 1);
}
export function scrypt(password, salt, keylen, options, callback) {
  if (typeof options === "function") [callback, options] = [options, {}];
  later(() => scryptSync(password, salt, keylen, options), callback);
}

// What is not there: so that a library that may use it loads, and says so when it does.
const missing = (name) => () => {
  throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", `crypto.${name}() is not implemented; see Docs/nodejs.md for what is.`);
};
export const createDiffieHellman = missing("createDiffieHellman");
export const privateEncrypt = missing("privateEncrypt");
export const publicDecrypt = missing("publicDecrypt");

export const webcrypto = globalThis.crypto;
export const subtle = webcrypto.subtle;
export const getRandomValues = (array) => webcrypto.getRandomValues(array);
export const getFips = () => 0;

export {
  Cipheriv, Decipheriv, ECDH, KeyObject, Sign, Verify, constants, createCipheriv, createDecipheriv, createECDH, createPrivateKey, createPublicKey, createSecretKey, createSign,
  createVerify, diffieHellman, generateKey, generateKeyPair, generateKeyPairSync, generateKeySync, getCipherInfo, getCiphers, privateDecrypt, publicEncrypt, sign, verify,
};
export default {
  Cipheriv, Decipheriv, ECDH, Hash, Hmac, KeyObject, Sign, Verify, constants, createCipheriv, createDecipheriv, createDiffieHellman, createECDH, createHash, createHmac,
  createPrivateKey, createPublicKey, createSecretKey, createSign, createVerify, diffieHellman, generateKey, generateKeyPair, generateKeyPairSync, generateKeySync, getCipherInfo,
  getCiphers, getCurves, getFips, getHashes, getRandomValues, hash, hkdf, hkdfSync, pbkdf2, pbkdf2Sync, privateDecrypt, privateEncrypt, pseudoRandomBytes, publicDecrypt,
  publicEncrypt, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, scrypt, scryptSync, sign, subtle, timingSafeEqual, verify, webcrypto,
};
