import path from "node:path";

const own = path.win32;
export const { sep, delimiter, normalize, isAbsolute, join, resolve, relative, dirname, basename, extname, parse, format, toNamespacedPath, matchesGlob, posix, win32 } = own;
export default own;
