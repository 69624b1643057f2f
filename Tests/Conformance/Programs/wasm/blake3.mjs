// BLAKE3 (Rust, by wasm-bindgen).
import load from "blake3-wasm/browser-async.js";
import module from "blake3-wasm/dist/wasm/web/blake3_js_bg.wasm";

const blake3 = await load(module);
const bytes = (length) => Uint8Array.from({ length }, (_, i) => i % 251);

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const input = request.method === "POST" ? new Uint8Array(await request.arrayBuffer()) : bytes(Number(searchParams.get("length") ?? 0));
    switch (pathname) {
      case "/keyed":
        return new Response(blake3.keyedHash(bytes(32), input).toString("hex"));
      case "/derive":
        return new Response(blake3.deriveKey("pureedge 2026 test context", input, { length: 48 }).toString("base64"));
      case "/stream": {
        const hasher = blake3.createHash();
        for (let i = 0; i < input.length; i += 777) hasher.update(input.subarray(i, i + 777));
        const reader = hasher.reader();
        reader.position = 10n ** 6n;
        const far = reader.read(16).toString("hex");
        reader.dispose();
        return new Response(far);
      }
      default:
        return new Response(blake3.hash(input).toString("hex"));
    }
  },
};
