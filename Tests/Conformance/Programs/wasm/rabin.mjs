// Rabin fingerprints (AssemblyScript, with its loader): where a content is cut, by what stands there.
import { instantiateSync } from "@assemblyscript/loader";
import module from "rabin-wasm/dist/rabin.wasm";
import Rabin from "rabin-wasm/src/rabin.js";

const compiled = instantiateSync(module);

// The same bytes everywhere: a linear congruential generator.
function bytes(length, seed) {
  const content = new Uint8Array(length);
  for (let i = 0; i < length; i++) content[i] = (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 16;
  return content;
}

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const number = (name, other) => Number(searchParams.get(name) ?? other);
    const content = request.method === "POST" ? new Uint8Array(await request.arrayBuffer()) : bytes(number("length", 50_000), number("seed", 1));
    const rabin = new Rabin(compiled, number("bits", 10), number("min", 256), number("max", 4_096), number("window", 64));
    switch (pathname) {
      case "/moved": {
        // What is put before a content moves the cuts after it, and changes only the first.
        const moved = new Uint8Array(content.length + 7);
        moved.set(content, 7);
        return Response.json([[...rabin.fingerprint(content)], [...rabin.fingerprint(moved)]]);
      }
      case "/memory":
        return Response.json([compiled.__getString(compiled.__retain(compiled.__allocString("ä€𝄞\0x"))), [...compiled.__getArray(compiled.__allocArray(compiled.Int32Array_ID, [1, -2, 2 ** 31 - 1]))]]);
      default:
        return Response.json([...rabin.fingerprint(content)]);
    }
  },
};
