// node:url (https://nodejs.org/api/url.html). The old parser is url.parse; the new one is the global URL.
import native from "pureedge:native/node:url";
import querystring from "node:querystring";

const codedError = (Base, code, message) => Object.assign(new Base(message), { code });
const slashed = new Set(["http:", "https:", "ftp:", "gopher:", "file:", "ws:", "wss:"]);
const hostless = new Set(["javascript", "javascript:"]);
const autoEscaped = /[\s<>"`{}|\\^']/g;

export function Url() {
  for (const name of ["protocol", "slashes", "auth", "host", "port", "hostname", "hash", "search", "query", "pathname", "path", "href"]) this[name] = null;
}

const percent = (c) => encodeURIComponent(c).replace("'", "%27");

function parseInto(result, text, parseQuery, slashesDenoteHost) {
  if (typeof text !== "string") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "url" argument must be of type string. Received ${text === null ? "null" : typeof text === "object" ? `an instance of ${text.constructor?.name}` : text === undefined ? "undefined" : `type ${typeof text} (${String(text)})`}`);
  let rest = text.trim();
  const cut = rest.search(/[?#]/);
  const head = cut < 0 ? rest : rest.slice(0, cut);
  rest = head.replaceAll("\\", "/") + (cut < 0 ? "" : rest.slice(cut));
  const scheme = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  let protocol;
  if (scheme !== undefined) {
    protocol = scheme.toLowerCase();
    result.protocol = protocol;
    rest = rest.slice(scheme.length);
  }
  if (slashesDenoteHost || scheme || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    const slashes = rest.startsWith("//");
    if (slashes && !(scheme && hostless.has(protocol))) {
      rest = rest.slice(2);
      result.slashes = true;
    }
  }
  if (!hostless.has(protocol) && (result.slashes || (scheme && !slashed.has(protocol)))) {
    let end = rest.search(/[/?#]/);
    if (end < 0) end = rest.length;
    let authority = rest.slice(0, end);
    const at = authority.lastIndexOf("@");
    if (at >= 0) {
      try {
        result.auth = decodeURIComponent(authority.slice(0, at));
      } catch {
        throw codedError(URIError, "ERR_INVALID_URL", "URI malformed");
      }
      authority = authority.slice(at + 1);
    }
    const bad = authority.search(/[\t\n\r "#%/;<>?@\\^`{|}']/);
    if (bad >= 0) {
      rest = (authority[bad] === ";" || authority[bad] === "%" || /\s|[<>"`{}|\\^']/.test(authority[bad]) ? "" : "") + authority.slice(bad) + rest.slice(end);
      authority = authority.slice(0, bad);
    } else rest = rest.slice(end);
    const port = /:([0-9]*)$/.exec(authority);
    if (port !== null && !authority.endsWith("]")) {
      if (port[1] !== "") result.port = port[1];
      authority = authority.slice(0, port.index);
    }
    const isV6 = authority.startsWith("[") && authority.endsWith("]");
    let hostname = authority.toLowerCase();
    if (hostname.length > 255) hostname = "";
    if (!isV6 && hostname !== "") {
      if (/[^\x00-\x7f]/.test(hostname)) hostname = domainToASCII(hostname);
      if (hostname === "" || /[\0\t\n\r #%/:<>?@[\\\]^|]/.test(hostname)) throw Object.assign(codedError(TypeError, "ERR_INVALID_URL", "Invalid URL"), { input: text });
    }
    result.host = hostname + (result.port !== null ? `:${result.port}` : "");
    result.hostname = isV6 ? hostname.slice(1, -1) : hostname;
    if (bad >= 0 && !rest.startsWith("/")) rest = `/${rest}`;
  }
  if (!hostless.has(protocol)) rest = rest.replace(autoEscaped, percent);
  const hash = rest.indexOf("#");
  if (hash >= 0) {
    result.hash = rest.slice(hash);
    rest = rest.slice(0, hash);
  }
  const query = rest.indexOf("?");
  if (query >= 0) {
    result.search = rest.slice(query);
    result.query = parseQuery ? querystring.parse(rest.slice(query + 1)) : rest.slice(query + 1);
    rest = rest.slice(0, query);
  } else if (parseQuery) {
    result.search = null;
    result.query = Object.create(null);
  }
  if (rest !== "") result.pathname = rest;
  if (slashed.has(protocol) && result.hostname && !result.pathname) result.pathname = "/";
  if (result.pathname || result.search) result.path = (result.pathname ?? "") + (result.search ?? "");
  result.href = result.format();
  return result;
}

Url.prototype.parse = function (text, parseQuery, slashesDenoteHost) {
  return parseInto(this, text, parseQuery, slashesDenoteHost);
};

Url.prototype.format = function () {
  const auth = this.auth ? `${encodeURIComponent(this.auth).replace(/%3A/i, ":")}@` : "";
  let protocol = this.protocol ?? "";
  let pathname = this.pathname ?? "";
  let hash = this.hash ?? "";
  let host = "";
  if (this.host) host = auth + this.host;
  else if (this.hostname) host = auth + (this.hostname.includes(":") && !/^\[.*\]$/.test(this.hostname) ? `[${this.hostname}]` : this.hostname) + (this.port ? `:${this.port}` : "");
  const query = this.query !== null && typeof this.query === "object" ? querystring.stringify(this.query) : "";
  let search = this.search ?? (query ? `?${query}` : "");
  if (protocol && !protocol.endsWith(":")) protocol += ":";
  pathname = pathname.replace(/[?#]/g, encodeURIComponent);
  if (this.slashes || slashed.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && !pathname.startsWith("/")) pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol === "file:") host = "//";
  }
  search = search.replaceAll("#", "%23");
  if (hash && !hash.startsWith("#")) hash = `#${hash}`;
  if (search && !search.startsWith("?")) search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

Url.prototype.resolve = function (relative) {
  return this.resolveObject(parse(relative, false, true)).format();
};

Url.prototype.resolveObject = function (relative) {
  if (typeof relative === "string") relative = parse(relative, false, true);
  const result = Object.assign(new Url(), this);
  result.hash = relative.hash;
  if (relative.href === "") {
    result.href = result.format();
    return result;
  }
  if (relative.slashes && !relative.protocol) {
    for (const key of Object.keys(relative)) if (key !== "protocol") result[key] = relative[key];
    if (slashed.has(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = "/";
    result.href = result.format();
    return result;
  }
  if (relative.protocol && relative.protocol !== result.protocol) {
    Object.assign(result, relative);
    result.href = result.format();
    return result;
  }
  if (relative.host || relative.host === "") {
    Object.assign(result, { host: relative.host, hostname: relative.hostname, port: relative.port, auth: relative.auth, slashes: result.slashes || relative.slashes });
  }
  const isAbsolute = relative.host || relative.pathname?.startsWith("/");
  if (relative.pathname || relative.host) {
    const base = isAbsolute ? [] : (result.pathname ?? "").split("/").slice(0, -1);
    const parts = (relative.pathname ?? "").split("/");
    const all = isAbsolute ? parts : [...base, ...parts];
    const isRooted = isAbsolute || result.pathname?.startsWith("/") || !!result.host;
    const out = [];
    const segments = isRooted && all[0] === "" ? all.slice(1) : all;
    segments.forEach((segment, i) => {
      const isLast = i === segments.length - 1;
      if (segment === ".") {
        if (isLast) out.push("");
      } else if (segment === "..") {
        if (out.length > 0 && out.at(-1) !== "..") out.pop();
        else if (!isRooted) out.push("..");
        if (isLast) out.push("");
      } else out.push(segment);
    });
    result.pathname = (isRooted ? "/" : "") + out.join("/");
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    result.search = relative.search;
    result.query = relative.query;
  }
  result.path = result.pathname || result.search ? (result.pathname ?? "") + (result.search ?? "") : null;
  result.href = result.format();
  return result;
};

export function parse(text, parseQuery, slashesDenoteHost) {
  return text instanceof Url ? text : parseInto(new Url(), text, parseQuery, slashesDenoteHost);
}
export function resolve(from, to) {
  return parse(from, false, true).resolve(to);
}
export function resolveObject(from, to) {
  return from ? parse(from, false, true).resolveObject(to) : to;
}

export function format(value, options) {
  if (typeof value === "string") value = parse(value);
  if (value instanceof URL) {
    const { fragment = true, unicode = false, search = true, auth = true } = options ?? {};
    const host = unicode ? domainToUnicode(value.hostname) + (value.port ? `:${value.port}` : "") : value.host;
    const user = auth && (value.username || value.password) ? `${value.username}${value.password ? `:${value.password}` : ""}@` : "";
    const slashes = value.host || value.href.startsWith(`${value.protocol}//`) ? "//" : "";
    return `${value.protocol}${slashes}${user}${host}${value.pathname}${search ? value.search : ""}${fragment ? value.hash : ""}`;
  }
  if (typeof value !== "object" || value === null) throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "urlObject" argument must be one of type object or string. Received ${String(value)}`);
  return Url.prototype.format.call(value);
}

export function domainToASCII(domain) {
  try {
    return /[/?#@:]/.test(domain) ? "" : new URL(`ws://${domain}`).hostname;
  } catch {
    return "";
  }
}
export function domainToUnicode(domain) {
  return native.toUnicode(domainToASCII(domain));
}

export function fileURLToPath(value) {
  const url = typeof value === "string" ? new URL(value) : value;
  if (url?.protocol !== "file:") throw codedError(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
  if (url.hostname !== "") throw codedError(TypeError, "ERR_INVALID_FILE_URL_HOST", "File URL host must be \"localhost\" or empty on linux");
  if (/%2f/i.test(url.pathname)) throw codedError(TypeError, "ERR_INVALID_FILE_URL_PATH", "File URL path must not include encoded / characters");
  return decodeURIComponent(url.pathname);
}
export function pathToFileURL(path) {
  const absolute = path.startsWith("/") ? path : `/${path}`;
  const url = new URL("file:///");
  url.pathname = absolute.replaceAll("%", "%25").replaceAll("\\", "%5C").replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll("\t", "%09").replaceAll("?", "%3F").replaceAll("#", "%23");
  return url;
}
export function urlToHttpOptions(url) {
  const options = {
    __proto__: null, ...url, protocol: url.protocol, hostname: url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname, hash: url.hash, search: url.search,
    pathname: url.pathname, path: `${url.pathname}${url.search}`, href: url.href,
  };
  if (url.port !== "") options.port = Number(url.port);
  if (url.username || url.password) options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return options;
}

export const URL = globalThis.URL;
export const URLSearchParams = globalThis.URLSearchParams;
export default { Url, parse, resolve, resolveObject, format, domainToASCII, domainToUnicode, fileURLToPath, pathToFileURL, urlToHttpOptions, URL, URLSearchParams };
