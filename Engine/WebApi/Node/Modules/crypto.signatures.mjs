// Signatures and RSA encryption of node:crypto (https://nodejs.org/api/crypto.html#class-sign).
import native from "pureedge:native/node:crypto";
import { Writable } from "node:stream";
import { bytesOf, checkFunction, codedError, constants, isBytes, output, wrongType } from "pureedge:node/crypto.base";
import { keyHandle } from "pureedge:node/crypto.keys";

const optionsOf = (key) => (key !== null && typeof key === "object" && !isBytes(key) && "key" in key ? key : {});

function signatureOptions(key) {
  const { padding, saltLength, dsaEncoding = "der" } = optionsOf(key);
  if (padding !== undefined && padding !== constants.RSA_PKCS1_PADDING && padding !== constants.RSA_PKCS1_PSS_PADDING) throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.padding' is invalid. Received ${String(padding)}`);
  if (saltLength !== undefined && !Number.isInteger(saltLength)) throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.saltLength' is invalid. Received ${String(saltLength)}`);
  if (dsaEncoding !== "der" && dsaEncoding !== "ieee-p1363") throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.dsaEncoding' is invalid. Received ${typeof dsaEncoding === "string" ? `'${dsaEncoding}'` : String(dsaEncoding)}`);
  return [padding, saltLength, dsaEncoding !== "der"];
}

function hashOf(handle, algorithm, message) {
  if (handle.kind === "ed25519") {
    if (algorithm != null) throw codedError(Error, "ERR_OSSL_INVALID_DIGEST", "error:1C80007A:Provider routines::invalid digest");
    return "";
  }
  const hash = native.signatureHash(algorithm ?? "sha256");
  if (hash === undefined) throw codedError(TypeError, "ERR_CRYPTO_INVALID_DIGEST", message);
  return hash;
}

function requireKey(key) {
  if (!key) throw codedError(Error, "ERR_CRYPTO_SIGN_KEY_REQUIRED", "No key provided to sign");
}

// One at a time: what a signature is of is kept until then.
class Signing {
  algorithm;
  parts = [];
  constructor(algorithm) {
    if (typeof algorithm !== "string") throw wrongType("algorithm", "of type string", algorithm);
    if (native.signatureHash(algorithm) === undefined) throw codedError(TypeError, "ERR_CRYPTO_INVALID_DIGEST", "Invalid digest");
    this.algorithm = algorithm;
  }
  take() {
    if (this.parts === undefined) throw codedError(Error, "ERR_CRYPTO_OPERATION_FAILED", "Not initialised");
    const data = Buffer.concat(this.parts);
    this.parts = undefined;
    return data;
  }
}

const kState = Symbol("state");
const methods = {
  _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  },
  update(data, encoding) {
    if (typeof data !== "string" && !ArrayBuffer.isView(data)) throw wrongType("data", "of type string or an instance of Buffer, TypedArray, or DataView", data);
    if (this[kState].parts === undefined) throw codedError(Error, "ERR_CRYPTO_OPERATION_FAILED", "Not initialised");
    this[kState].parts.push(bytesOf(data, encoding, "data"));
    return this;
  },
};

export function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  const state = new Signing(algorithm);
  Writable.call(this, options);
  Object.defineProperty(this, kState, { value: state });
}
export function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  const state = new Signing(algorithm);
  Writable.call(this, options);
  Object.defineProperty(this, kState, { value: state });
}
for (const type of [Sign, Verify]) {
  Object.setPrototypeOf(type.prototype, Writable.prototype);
  Object.setPrototypeOf(type, Writable);
  Object.assign(type.prototype, methods);
}
Sign.prototype.sign = function (key, encoding) {
  requireKey(key);
  const options = signatureOptions(key);
  const handle = keyHandle(key, "private");
  return output(native.sign(handle, hashOf(handle, this[kState].algorithm, "Invalid digest"), this[kState].take(), ...options), encoding);
};
Verify.prototype.verify = function (key, signature, encoding) {
  const options = signatureOptions(key);
  const handle = keyHandle(key, "public");
  const bytes = bytesOf(signature, encoding, "signature");
  return native.verify(handle, hashOf(handle, this[kState].algorithm, "Invalid digest"), this[kState].take(), ...options, bytes);
};

export const createSign = (algorithm, options) => new Sign(algorithm, options);
export const createVerify = (algorithm, options) => new Verify(algorithm, options);

// What these do they do at once; only the answer comes later.
function answer(work, callback) {
  if (callback === undefined) return work();
  checkFunction(callback);
  const result = work();
  process.nextTick(callback, null, result);
  return undefined;
}

export function sign(algorithm, data, key, callback) {
  if (algorithm != null && typeof algorithm !== "string") throw wrongType("algorithm", "of type string", algorithm);
  const bytes = bytesOf(data, undefined, "data");
  requireKey(key);
  return answer(() => {
    const options = signatureOptions(key);
    const handle = keyHandle(key, "private");
    return native.sign(handle, hashOf(handle, algorithm, `Invalid digest: ${algorithm}`), bytes, ...options);
  }, callback);
}
export function verify(algorithm, data, key, signature, callback) {
  if (algorithm != null && typeof algorithm !== "string") throw wrongType("algorithm", "of type string", algorithm);
  const bytes = bytesOf(data, undefined, "data");
  if (!isBytes(signature)) throw wrongType("signature", "an instance of Buffer, TypedArray, or DataView", signature);
  return answer(() => {
    const options = signatureOptions(key);
    const handle = keyHandle(key, "public");
    return native.verify(handle, hashOf(handle, algorithm, `Invalid digest: ${algorithm}`), bytes, ...options, signature);
  }, callback);
}

function oaepHash(key) {
  const { oaepHash: name = "sha1" } = optionsOf(key);
  if (typeof name !== "string") throw wrongType("key.oaepHash", "of type string", name);
  const hash = native.signatureHash(name);
  if (hash === undefined || hash === "MD5") throw codedError(Error, "ERR_OSSL_EVP_INVALID_DIGEST", `Invalid digest: ${name}`);
  return hash;
}
function paddingOf(key, allowsOld) {
  const { padding = constants.RSA_PKCS1_OAEP_PADDING } = optionsOf(key);
  if (padding === constants.RSA_PKCS1_OAEP_PADDING || (allowsOld && padding === constants.RSA_PKCS1_PADDING)) return padding;
  // Old Node.js took it; who answers whether such a message could be decrypted can be made to decrypt all of them (CVE-2023-46809).
  if (padding === constants.RSA_PKCS1_PADDING) throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", "RSA_PKCS1_PADDING is no longer supported for private decryption");
  throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.padding' is invalid. Received ${String(padding)}`);
}
export function publicEncrypt(key, buffer) {
  return native.encrypt(keyHandle(key, "public"), bytesOf(buffer, optionsOf(key).encoding, "buffer"), paddingOf(key, true), oaepHash(key), optionsOf(key).oaepLabel);
}
export function privateDecrypt(key, buffer) {
  paddingOf(key, false);
  return native.decrypt(keyHandle(key, "private"), bytesOf(buffer, optionsOf(key).encoding, "buffer"), oaepHash(key), optionsOf(key).oaepLabel);
}
