// What the parts of node:crypto share.
import native from "pureedge:native/node:crypto";

export const codedError = (Base, code, message) => Object.assign(new Base(message), { code });
export const wrongType = (name, expected, value) => native.wrongType(name, expected, value);
export const output = (bytes, encoding) => (encoding && encoding !== "buffer" ? bytes.toString(encoding) : bytes);

export const bytesAre = "of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView";
export const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;

// The bytes of an argument, copied, so that nobody changes them afterwards.
export function bytesOf(value, encoding, name) {
  if (typeof value === "string") return Buffer.from(value, encoding === "buffer" ? "utf8" : encoding);
  if (!isBytes(value)) throw wrongType(name, bytesAre, value);
  return ArrayBuffer.isView(value) ? Buffer.from(Buffer.from(value.buffer, value.byteOffset, value.byteLength)) : Buffer.from(Buffer.from(value));
}

export function checkFunction(callback) {
  if (typeof callback !== "function") throw wrongType("callback", "of type function", callback);
}

// What these functions do they do at once; only the answer comes later.
export function later(work, callback) {
  checkFunction(callback);
  let result;
  try {
    result = work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    process.nextTick(callback, error);
    return;
  }
  process.nextTick(callback, null, result);
}

export const constants = Object.freeze(Object.assign(Object.create(null), {
  RSA_PKCS1_PADDING: 1, RSA_NO_PADDING: 3, RSA_PKCS1_OAEP_PADDING: 4, RSA_X931_PADDING: 5, RSA_PKCS1_PSS_PADDING: 6,
  RSA_PSS_SALTLEN_DIGEST: -1, RSA_PSS_SALTLEN_MAX_SIGN: -2, RSA_PSS_SALTLEN_AUTO: -2,
  POINT_CONVERSION_COMPRESSED: 2, POINT_CONVERSION_UNCOMPRESSED: 4, POINT_CONVERSION_HYBRID: 6,
}));
