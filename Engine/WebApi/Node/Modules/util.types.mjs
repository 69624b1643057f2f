// node:util/types (https://nodejs.org/api/util.html#utiltypes).
import native from "pureedge:native/node:util";

const { kindOf } = native;
const is = (kind) => (value) => kindOf(value) === kind;
const tagOf = (value) => (ArrayBuffer.isView(value) ? Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(value) : undefined);
const isArrayOf = (tag) => (value) => tagOf(value) === tag;
const hasTag = (tag) => (value) => kindOf(value) === "Object" && Object.prototype.toString.call(value) === `[object ${tag}]`;

export const isProxy = is("Proxy");
export const isMap = is("Map");
export const isSet = is("Set");
export const isDate = is("Date");
export const isRegExp = is("RegExp");
export const isArrayBuffer = is("ArrayBuffer");
export const isAnyArrayBuffer = isArrayBuffer;
export const isSharedArrayBuffer = () => false;
export const isCryptoKey = is("CryptoKey");
export const isKeyObject = () => false;
export const isTypedArray = is("TypedArray");
export const isDataView = is("DataView");
export const isArrayBufferView = (value) => ArrayBuffer.isView(value);
export const isNativeError = is("Error");
export const isPromise = is("Promise");
export const isWeakMap = is("WeakMap");
export const isWeakSet = is("WeakSet");
export const isGeneratorObject = is("Generator");
export const isArgumentsObject = is("Arguments");
export const isModuleNamespaceObject = is("Module");
export const isExternal = () => false;
export const isGeneratorFunction = (value) => /Generator/.test(kindOf(value)) && typeof value === "function";
export const isAsyncFunction = (value) => /^Async.*Function$/.test(kindOf(value));
export const isBoxedPrimitive = (value) => kindOf(value).startsWith("Boxed ");
export const isNumberObject = is("Boxed Number");
export const isStringObject = is("Boxed String");
export const isBooleanObject = is("Boxed Boolean");
export const isBigIntObject = is("Boxed BigInt");
export const isSymbolObject = is("Boxed Symbol");
export const isMapIterator = hasTag("Map Iterator");
export const isSetIterator = hasTag("Set Iterator");
export const isUint8Array = isArrayOf("Uint8Array");
export const isUint8ClampedArray = isArrayOf("Uint8ClampedArray");
export const isUint16Array = isArrayOf("Uint16Array");
export const isUint32Array = isArrayOf("Uint32Array");
export const isInt8Array = isArrayOf("Int8Array");
export const isInt16Array = isArrayOf("Int16Array");
export const isInt32Array = isArrayOf("Int32Array");
export const isFloat16Array = isArrayOf("Float16Array");
export const isFloat32Array = isArrayOf("Float32Array");
export const isFloat64Array = isArrayOf("Float64Array");
export const isBigInt64Array = isArrayOf("BigInt64Array");
export const isBigUint64Array = isArrayOf("BigUint64Array");

export default {
  isProxy, isMap, isSet, isDate, isRegExp, isArrayBuffer, isAnyArrayBuffer, isSharedArrayBuffer, isCryptoKey, isKeyObject, isTypedArray, isDataView, isArrayBufferView,
  isNativeError, isPromise, isWeakMap, isWeakSet, isGeneratorObject, isArgumentsObject, isModuleNamespaceObject, isExternal, isGeneratorFunction, isAsyncFunction,
  isBoxedPrimitive, isNumberObject, isStringObject, isBooleanObject, isBigIntObject, isSymbolObject, isMapIterator, isSetIterator, isUint8Array, isUint8ClampedArray,
  isUint16Array, isUint32Array, isInt8Array, isInt16Array, isInt32Array, isFloat16Array, isFloat32Array, isFloat64Array, isBigInt64Array, isBigUint64Array,
};
