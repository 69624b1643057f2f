// node:path (https://nodejs.org/api/path.html); on its own it is path.posix, as on Linux.
function checkText(value, name) {
  if (typeof value !== "string") {
    const shown = value === null || value === undefined ? String(value) : typeof value === "object" ? `an instance of ${value.constructor?.name ?? "Object"}` : typeof value === "function" ? `function ${value.name}` : `type ${typeof value} (${String(value)})`;
    throw Object.assign(new TypeError(`The "${name}" argument must be of type string. Received ${shown}`), { code: "ERR_INVALID_ARG_TYPE" });
  }
}

// The segments without "." and, as far as they can be undone, "..".
function reduce(segments, isAbsolute) {
  const kept = [];
  for (const segment of segments) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") {
      if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
      else if (!isAbsolute) kept.push("..");
    } else kept.push(segment);
  }
  return kept;
}

function make(sep, delimiter) {
  const isWindows = sep === "\\";
  const isSeparator = (c) => c === "/" || (isWindows && c === "\\");
  const split = (path) => (isWindows ? path.split(/[\\/]/) : path.split("/"));

  // What stands before the segments: a drive or share, and the separator after it.
  function rootOf(path) {
    if (!isWindows) return { device: "", isAbsolute: path.startsWith("/"), length: path.startsWith("/") ? 1 : 0 };
    const share = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)([\\/]?)/.exec(path);
    if (share !== null) return { device: `\\\\${share[1]}\\${share[2]}`, isAbsolute: true, length: share[0].length };
    const drive = /^([A-Za-z]:)([\\/]?)/.exec(path);
    if (drive !== null) return { device: drive[1], isAbsolute: drive[2] !== "", length: drive[0].length };
    return { device: "", isAbsolute: path.length > 0 && isSeparator(path[0]), length: path.length > 0 && isSeparator(path[0]) ? 1 : 0 };
  }

  function normalize(path) {
    checkText(path, "path");
    if (path.length === 0) return ".";
    const { device, isAbsolute, length } = rootOf(path);
    let tail = reduce(split(path.slice(length)), isAbsolute).join(sep);
    if (tail.length === 0 && !isAbsolute) tail = ".";
    if (tail.length > 0 && path.length > length && isSeparator(path.at(-1))) tail += sep;
    return device + (isAbsolute ? sep : "") + tail;
  }

  function isAbsolute(path) {
    checkText(path, "path");
    return path.length > 0 && rootOf(path).isAbsolute;
  }

  function join(...parts) {
    for (const part of parts) checkText(part, "path");
    const used = parts.filter((part) => part.length > 0);
    if (used.length === 0) return ".";
    let joined = used.join(sep);
    // Only a first part that is a share by itself makes one.
    if (isWindows && !/^[\\/]{2}[^\\/]/.test(used[0])) joined = joined.replace(/^[\\/]{2,}/, "\\");
    return normalize(joined);
  }

  function resolve(...paths) {
    let device = "";
    let segments = [];
    let absolute = false;
    for (let i = paths.length - 1; i >= -1 && !(absolute && (!isWindows || device !== "")); i--) {
      const path = i >= 0 ? paths[i] : isWindows ? "C:\\" : "/";
      checkText(path, `paths[${i}]`);
      if (path.length === 0) continue;
      const root = rootOf(path);
      if (root.device !== "") {
        if (device === "") device = root.device;
        else if (root.device.toLowerCase() !== device.toLowerCase()) continue;
      }
      if (absolute) continue;
      segments = [...split(path.slice(root.length)), ...segments];
      absolute = root.isAbsolute;
    }
    const tail = reduce(segments, absolute).join(sep);
    return device + (absolute ? sep : "") + tail || ".";
  }

  function relative(from, to) {
    checkText(from, "from");
    checkText(to, "to");
    const same = isWindows ? (a, b) => a.toLowerCase() === b.toLowerCase() : (a, b) => a === b;
    const [left, right] = [resolve(from), resolve(to)];
    if (same(left, right)) return "";
    if (isWindows && !same(rootOf(left).device, rootOf(right).device)) return right;
    const parts = (path) => split(path.slice(rootOf(path).length)).filter((part) => part !== "");
    const [a, b] = [parts(left), parts(right)];
    let common = 0;
    while (common < a.length && common < b.length && same(a[common], b[common])) common++;
    return [...a.slice(common).map(() => ".."), ...b.slice(common)].join(sep);
  }

  // Where the last segment begins and ends, trailing separators left off.
  function lastSegment(path) {
    const root = rootOf(path).length;
    let end = path.length;
    while (end > root && isSeparator(path[end - 1])) end--;
    let start = end;
    while (start > root && !isSeparator(path[start - 1])) start--;
    return { root, start, end };
  }

  function dirname(path) {
    checkText(path, "path");
    if (path.length === 0) return ".";
    const { root, start } = lastSegment(path);
    // One separator goes; where there were more, the others stay, as in Node.js.
    const end = start > root ? start - 1 : root;
    if (end === 0) return ".";
    return !isWindows && end === 1 && start === 2 && path.startsWith("//") ? "//" : path.slice(0, Math.max(end, root));
  }

  function basename(path, suffix) {
    if (suffix !== undefined) checkText(suffix, "suffix");
    checkText(path, "path");
    const { start, end } = lastSegment(path);
    const name = path.slice(start, end);
    if (suffix === undefined || suffix.length === 0 || suffix.length > path.length) return name;
    if (suffix === path) return "";
    return name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name;
  }

  function extension(name) {
    const dot = name.lastIndexOf(".");
    return dot <= 0 || name === ".." ? "" : name.slice(dot);
  }

  function extname(path) {
    checkText(path, "path");
    const { start, end } = lastSegment(path);
    return extension(path.slice(start, end));
  }

  function parse(path) {
    checkText(path, "path");
    const { root: rootLength, start, end } = lastSegment(path);
    const root = path.slice(0, rootLength);
    const base = path.slice(start, end);
    const ext = extension(base);
    let dirEnd = start;
    if (dirEnd > rootLength) dirEnd--;
    return { root, dir: base === "" && dirEnd <= rootLength ? root : path.slice(0, Math.max(dirEnd, start > 0 ? Math.min(rootLength, start) : 0)), base, ext, name: base.slice(0, base.length - ext.length) };
  }

  function format(object) {
    if (object === null || typeof object !== "object") throw Object.assign(new TypeError(`The "pathObject" argument must be of type object. Received ${object === null ? "null" : `type ${typeof object} (${String(object)})`}`), { code: "ERR_INVALID_ARG_TYPE" });
    const dir = object.dir || object.root;
    const ext = object.ext ? (object.ext[0] === "." ? object.ext : `.${object.ext}`) : "";
    const base = object.base || `${object.name || ""}${ext}`;
    if (!dir) return base;
    return dir === object.root ? dir + base : dir + sep + base;
  }

  function toNamespacedPath(path) {
    return path;
  }

  function matchesGlob(path, pattern) {
    checkText(path, "path");
    checkText(pattern, "pattern");
    const source = pattern.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (part) => (part === "**/" ? "(?:.*/)?" : part === "**" ? ".*" : part === "*" ? "[^/]*" : part === "?" ? "[^/]" : `\\${part}`));
    return new RegExp(`^${source}$`).test(path);
  }

  return { sep, delimiter, normalize, isAbsolute, join, resolve, relative, dirname, basename, extname, parse, format, toNamespacedPath, matchesGlob, posix: null, win32: null };
}

const posix = make("/", ":");
const win32 = make("\\", ";");
posix.posix = win32.posix = posix;
posix.win32 = win32.win32 = win32;
posix._makeLong = posix.toNamespacedPath;
win32._makeLong = win32.toNamespacedPath;

export const { sep, delimiter, normalize, isAbsolute, join, resolve, relative, dirname, basename, extname, parse, format, toNamespacedPath, matchesGlob } = posix;
export { posix, win32 };
export default posix;
