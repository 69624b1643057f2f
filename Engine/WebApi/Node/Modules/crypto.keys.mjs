// The keys of node:crypto (https://nodejs.org/api/crypto.html#class-keyobject): KeyObject, reading and writing, generating.
import native from "pureedge:native/node:crypto";
import { bytesAre, checkFunction, codedError, isBytes, output, wrongType } from "pureedge:node/crypto.base";

let handleOf;
const keyIs = "of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey";
const invalid = (name, value) => codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.${name}' is invalid. Received ${typeof value === "string" ? `'${value}'` : String(value)}`);
const checkOptions = (options) => {
  if (options === null || typeof options !== "object") throw wrongType("options", "of type object", options);
};

export class KeyObject {
  #handle;
  constructor(type, handle) {
    if (type !== "secret" && type !== "public" && type !== "private") throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The argument 'type' is invalid. Received ${typeof type === "string" ? `'${type}'` : String(type)}`);
    if (!native.isKey(handle)) throw wrongType("handle", "of type object", handle);
    this.#handle = handle;
  }
  static {
    handleOf = (key) => (key !== null && typeof key === "object" && #handle in key ? key.#handle : undefined);
  }
  static from(key) {
    if (!native.isCryptoKey(key)) throw wrongType("key", "an instance of CryptoKey", key);
    return wrap(native.fromCryptoKey(key));
  }
  get type() {
    return this.#handle.type;
  }
  get [Symbol.toStringTag]() {
    return "KeyObject";
  }
  equals(other) {
    const handle = handleOf(other);
    if (handle === undefined) throw wrongType("otherKeyObject", "an instance of KeyObject", other);
    return native.equalKeys(this.#handle, handle);
  }
  toCryptoKey(algorithm, extractable, usages) {
    return native.toCryptoKey(this.#handle, algorithm, extractable, usages);
  }
}

class SecretKeyObject extends KeyObject {
  get symmetricKeySize() {
    return handleOf(this).size;
  }
  export(options) {
    const bytes = native.secretBytes(handleOf(this));
    return options?.format === "jwk" ? { kty: "oct", k: bytes.toString("base64url") } : bytes;
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return handleOf(this).kind;
  }
  get asymmetricKeyDetails() {
    const { bits, exponent, curve } = handleOf(this);
    if (bits !== undefined) return { modulusLength: bits, publicExponent: BigInt("0x" + exponent) };
    return curve === undefined ? {} : { namedCurve: curve };
  }
  export(options) {
    return exportKey(handleOf(this), options);
  }
}

class PublicKeyObject extends AsymmetricKeyObject {}
class PrivateKeyObject extends AsymmetricKeyObject {}

const wrap = (handle) => new (handle.type === "secret" ? SecretKeyObject : handle.type === "public" ? PublicKeyObject : PrivateKeyObject)(handle.type, handle);

function exportKey(handle, options) {
  checkOptions(options);
  const { format, type, cipher, passphrase } = options;
  const isPublic = handle.type === "public";
  if (format === "jwk") return native.writeJwk(handle);
  if (format !== "pem" && format !== "der") throw invalid("format", format);
  const allowed = isPublic ? ["spki"] : ["pkcs8"];
  if (handle.kind === "rsa") allowed.push("pkcs1");
  if (handle.kind === "ec" && !isPublic) allowed.push("sec1");
  if (!allowed.includes(type)) throw invalid("type", type);
  if (cipher === undefined || cipher === null || isPublic) return native.writeKey(handle, type, format === "pem");
  if (typeof cipher !== "string") throw invalid("cipher", cipher);
  if (typeof passphrase !== "string" && !isBytes(passphrase)) throw invalid("passphrase", passphrase);
  const [, mode, size] = native.cipherInfo(cipher) ?? [];
  if (mode === undefined) throw codedError(Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
  if (type !== "pkcs8" || mode !== "cbc") throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", `A key of type '${type}' encrypted by '${cipher}' is not implemented; type 'pkcs8' and AES in CBC mode are.`);
  return native.writeKey(handle, type, format === "pem", size, passphrase);
}

// The handle of whatever stands for a key: "secret", "public" (of which a private key has one) or "private".
export function keyHandle(key, wanted, isNested = false) {
  if (native.isCryptoKey(key)) return keyHandle(KeyObject.from(key), wanted);
  const handle = handleOf(key);
  if (handle !== undefined) {
    if (wanted === "public" && handle.type === "private") return native.publicKey(handle);
    if (handle.type !== wanted) throw codedError(TypeError, "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${handle.type}, expected ${wanted === "public" ? "private or public" : wanted}.`);
    return handle;
  }
  if (typeof key === "string" || isBytes(key)) return native.readKey(key, "pem", wanted === "private");
  if (key === null || typeof key !== "object" || isNested) throw wrongType(isNested ? "key.key" : "key", isNested ? bytesAre : keyIs, key);
  const { key: data, encoding, format = "pem", type, passphrase } = key;
  if (format === "jwk") {
    if (data === null || typeof data !== "object") throw wrongType("key.key", "of type object", data);
    return native.readJwk(data, wanted === "private");
  }
  if (handleOf(data) !== undefined || native.isCryptoKey(data)) return keyHandle(data, wanted);
  if (typeof data !== "string" && !isBytes(data)) throw wrongType("key.key", keyIs, data);
  if (format === "pem") return native.readKey(data, "pem", wanted === "private", passphrase);
  if (format !== "der") throw invalid("format", format);
  const bytes = typeof data === "string" ? Buffer.from(data, encoding) : data;
  if (type === "pkcs8" && passphrase != null) return native.readKey(bytes, "encrypted", wanted === "private", passphrase);
  if (type === "spki" ? wanted !== "public" : type !== "pkcs1" && type !== "pkcs8" && type !== "sec1") throw invalid("type", type);
  if (type !== "pkcs1" || wanted === "private") return native.readKey(bytes, type, wanted === "private");
  // Which of the two forms it is, is for the bytes to say.
  try {
    return native.readKey(bytes, type, false);
  } catch (error) {
    try {
      return native.publicKey(native.readKey(bytes, type, true));
    } catch {
      throw error;
    }
  }
}

// The bytes of a secret that may be a key.
export function secretOf(key) {
  const handle = native.isCryptoKey(key) ? native.fromCryptoKey(key) : handleOf(key);
  if (handle === undefined) return key;
  if (handle.type !== "secret") throw codedError(TypeError, "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${handle.type}, expected secret.`);
  return native.secretBytes(handle);
}

export function createSecretKey(key, encoding) {
  if (typeof key !== "string" && !isBytes(key)) throw wrongType("key", "an instance of ArrayBuffer, Buffer, TypedArray, or DataView", key);
  return wrap(native.secretKey(typeof key === "string" ? Buffer.from(key, encoding) : key));
}
export function createPublicKey(key) {
  const handle = handleOf(key);
  if (handle !== undefined && handle.type !== "private") throw codedError(TypeError, "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${handle.type}, expected private.`);
  return wrap(keyHandle(key, "public"));
}
export function createPrivateKey(key) {
  if (handleOf(key) !== undefined) throw wrongType("key", bytesAre, key);
  return wrap(keyHandle(key, "private"));
}

const kinds = ["rsa", "ec", "ed25519", "x25519"];

// The arguments of what generates, checked: what to ask for, and how to give it.
function generation(kind, options) {
  if (typeof kind !== "string") throw wrongType("type", "of type string", kind);
  if (!kinds.includes(kind)) throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The argument 'type' must be a supported key type. Received '${kind}'`);
  let parameter;
  if (kind === "rsa" || kind === "ec") {
    checkOptions(options);
    const name = kind === "rsa" ? "modulusLength" : "namedCurve";
    parameter = options[name];
    if (typeof parameter !== (kind === "rsa" ? "number" : "string")) throw wrongType(`options.${name}`, `of type ${kind === "rsa" ? "number" : "string"}`, parameter);
    if (kind === "rsa" && (options.publicExponent ?? 65537) !== 65537) throw invalid("publicExponent", options.publicExponent);
  }
  const { publicKeyEncoding, privateKeyEncoding } = options ?? {};
  const form = (handle, encoding) => (encoding == null ? wrap(handle) : exportKey(handle, encoding));
  return { parameter, finish: ([publicKey, privateKey]) => ({ publicKey: form(publicKey, publicKeyEncoding), privateKey: form(privateKey, privateKeyEncoding) }) };
}
export function generateKeyPairSync(kind, options) {
  const { parameter, finish } = generation(kind, options);
  return finish(native.generateKeys(kind, parameter));
}
export function generateKeyPair(kind, options, callback) {
  if (typeof options === "function") [callback, options] = [options, undefined];
  checkFunction(callback);
  const { parameter, finish } = generation(kind, options);
  Promise.resolve(native.generateKeysAsync(kind, parameter)).then(finish).then(
    ({ publicKey, privateKey }) => process.nextTick(callback, null, publicKey, privateKey),
    (error) => process.nextTick(callback, error),
  );
}
// util.promisify gives both keys.
Object.defineProperty(generateKeyPair, Symbol.for("nodejs.util.promisify.custom"), {
  value: (kind, options) => new Promise((resolve, reject) => generateKeyPair(kind, options, (error, publicKey, privateKey) => (error ? reject(error) : resolve({ publicKey, privateKey })))),
});

export function generateKeySync(kind, options) {
  if (kind !== "hmac" && kind !== "aes") throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The argument 'type' must be a supported key type. Received '${String(kind)}'`);
  checkOptions(options);
  const { length } = options;
  if (kind === "aes" && ![128, 192, 256].includes(length)) throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.length' must be one of: 128, 192, 256. Received ${String(length)}`);
  if (kind === "hmac" && !(Number.isInteger(length) && length >= 8 && length <= 2 ** 23)) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "options.length" is out of range. It must be >= 8 && <= ${2 ** 23}. Received ${String(length)}`);
  return wrap(native.secretKey(native.fillRandom(Buffer.alloc(length >> 3))));
}
export function generateKey(kind, options, callback) {
  checkFunction(callback);
  const key = generateKeySync(kind, options);
  process.nextTick(callback, null, key);
}

export function diffieHellman(options) {
  checkOptions(options);
  const [own, other] = [handleOf(options.privateKey), handleOf(options.publicKey)];
  if (own === undefined) throw invalid("privateKey", options.privateKey);
  if (other === undefined) throw invalid("publicKey", options.publicKey);
  if (own.type !== "private") throw codedError(TypeError, "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${own.type}, expected private.`);
  if (own.kind !== other.kind || !["ec", "x25519"].includes(own.kind)) throw codedError(Error, "ERR_CRYPTO_INCOMPATIBLE_KEY", `Incompatible key types for Diffie-Hellman: ${own.kind} and ${other.kind}`);
  return native.agree(own, other.type === "private" ? native.publicKey(other) : other);
}

export class ECDH {
  #curve;
  #own;
  #public;
  constructor(curve) {
    if (typeof curve !== "string") throw wrongType("curve", "of type string", curve);
    native.ecKey(curve);
    this.#curve = curve;
  }
  static convertKey(key, curve, inputEncoding, outputEncoding, format) {
    return point(native.ecKey(curve, typeof key === "string" ? Buffer.from(key, inputEncoding) : key, false), outputEncoding, format);
  }
  generateKeys(encoding, format) {
    [this.#public, this.#own] = native.generateKeys("ec", this.#curve);
    return this.getPublicKey(encoding, format);
  }
  getPublicKey(encoding, format) {
    if (this.#public === undefined) throw codedError(Error, "ERR_CRYPTO_OPERATION_FAILED", "Failed to get ECDH public key");
    return point(this.#public, encoding, format);
  }
  getPrivateKey(encoding) {
    if (this.#own === undefined) throw codedError(Error, "ERR_CRYPTO_OPERATION_FAILED", "Failed to get ECDH private key");
    return output(native.ecScalar(this.#own), encoding);
  }
  setPrivateKey(key, encoding) {
    // Numbers may come without their leading zeros.
    let bytes = typeof key === "string" ? Buffer.from(key, encoding) : key;
    const size = { P384: 48, P521: 66 }[native.ecCurve(this.#curve)] ?? 32;
    if (isBytes(bytes) && bytes.byteLength < size) bytes = Buffer.concat([Buffer.alloc(size - bytes.byteLength), new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength)]);
    this.#own = native.ecKey(this.#curve, bytes, true);
    this.#public = native.publicKey(this.#own);
    return this;
  }
  setPublicKey(key, encoding) {
    this.#public = native.ecKey(this.#curve, typeof key === "string" ? Buffer.from(key, encoding) : key, false);
    return this;
  }
  computeSecret(other, inputEncoding, outputEncoding) {
    if (this.#own === undefined) throw codedError(RangeError, "ERR_CRYPTO_INVALID_KEYPAIR", "Invalid key pair");
    const handle = native.ecKey(this.#curve, typeof other === "string" ? Buffer.from(other, inputEncoding) : other, false);
    return output(native.agree(this.#own, handle), outputEncoding);
  }
}
function point(handle, encoding, format = "uncompressed") {
  if (format !== "compressed" && format !== "uncompressed") throw codedError(TypeError, "ERR_CRYPTO_ECDH_INVALID_FORMAT", `Invalid ECDH format: ${String(format)}`);
  return output(native.ecPoint(handle, format === "compressed"), encoding);
}
export const createECDH = (curve) => new ECDH(curve);
