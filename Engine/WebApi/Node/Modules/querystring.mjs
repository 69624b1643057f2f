// node:querystring (https://nodejs.org/api/querystring.html).
const kept = /[^A-Za-z0-9\-_.!~*'()]/;

export function escape(value) {
  const text = typeof value === "string" ? value : typeof value === "object" ? String(value) : `${value}`;
  if (!kept.test(text)) return text;
  if (!text.isWellFormed()) throw Object.assign(new URIError("URI malformed"), { code: "ERR_INVALID_URI" });
  return encodeURIComponent(text);
}

export function unescapeBuffer(text, decodeSpaces) {
  const bytes = [];
  const source = Buffer.from(text, "latin1");
  for (let i = 0; i < source.length; i++) {
    const pair = source[i] === 37 && i + 2 < source.length ? String.fromCharCode(source[i + 1], source[i + 2]) : "";
    if (/^[0-9a-fA-F]{2}$/.test(pair)) {
      bytes.push(parseInt(pair, 16));
      i += 2;
    } else bytes.push(decodeSpaces && source[i] === 43 ? 32 : source[i]);
  }
  return Buffer.from(bytes);
}

export function unescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}

function primitive(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return `${value}`;
  if (typeof value === "bigint" || typeof value === "boolean") return `${value}`;
  return "";
}

export function stringify(object, sep = "&", eq = "=", options) {
  sep ||= "&";
  eq ||= "=";
  const encode = typeof options?.encodeURIComponent === "function" ? options.encodeURIComponent : module.escape;
  if (object === null || typeof object !== "object") return "";
  const fields = [];
  for (const key of Object.keys(object)) {
    const name = encode(primitive(key)) + eq;
    for (const value of Array.isArray(object[key]) ? object[key] : [object[key]]) fields.push(name + encode(primitive(value)));
  }
  return fields.join(sep);
}

export function parse(text, sep = "&", eq = "=", options) {
  const result = Object.create(null);
  if (typeof text !== "string" || text.length === 0) return result;
  sep = sep ? `${sep}` : "&";
  eq = eq ? `${eq}` : "=";
  const decode = typeof options?.decodeURIComponent === "function" ? options.decodeURIComponent : module.unescape;
  const safely = (part) => {
    if (decode === unescape && !/%[0-9a-f]{2}/i.test(part)) return part;
    try {
      return decode(part);
    } catch {
      return unescape(part, true);
    }
  };
  const most = typeof options?.maxKeys === "number" ? options.maxKeys : 1000;
  let fields = text.split(sep);
  if (most > 0 && fields.length > most) fields = fields.slice(0, most);
  for (const field of fields) {
    if (field.length === 0) continue;
    const at = field.indexOf(eq);
    const plain = (part) => safely(part.replaceAll("+", decode === unescape ? " " : "%20"));
    const key = plain(at < 0 ? field : field.slice(0, at));
    const value = at < 0 ? "" : plain(field.slice(at + eq.length));
    if (!(key in result)) result[key] = value;
    else if (Array.isArray(result[key])) result[key].push(value);
    else result[key] = [result[key], value];
  }
  return result;
}

export const encode = stringify;
export const decode = parse;
const module = { escape, unescape, unescapeBuffer, stringify, parse, encode, decode };
export default module;
