// Zstandard (C, by Emscripten).
import { compress, compressUsingDict, createCCtx, createDCtx, decompress, decompressUsingDict } from "@bokuweb/zstd-wasm";
import { Module, waitInitialized } from "../node_modules/@bokuweb/zstd-wasm/dist/web/module.js";
import zstd from "../node_modules/@bokuweb/zstd-wasm/dist/web/zstd.wasm";

Module.instantiateWasm = (imports, done) => done(new WebAssembly.Instance(zstd, imports));
Module.init();
await waitInitialized();

const text = new TextEncoder();
const lines = text.encode(Array.from({ length: 400 }, (_, i) => `line ${i} of a text that repeats itself, ${i % 7 ? "" : "but not always, "}and ends\n`).join(""));

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const level = Number(searchParams.get("level") ?? 3);
    try {
      switch (pathname) {
        case "/compress":
          return new Response(compress(lines, level), { headers: { "content-type": "application/zstd" } });
        case "/round":
          return new Response(decompress(compress(lines, level)));
        case "/dictionary": {
          const dictionary = lines.subarray(0, 2000);
          const packed = compressUsingDict(createCCtx(), lines.subarray(2000, 2600), dictionary, level);
          return Response.json({ length: packed.length, text: new TextDecoder().decode(decompressUsingDict(createDCtx(), packed, dictionary)) });
        }
        default:
          return new Response(decompress(Uint8Array.from(atob(await request.text()), (c) => c.charCodeAt(0))));
      }
    } catch (error) {
      return Response.json({ error: error.message }, { status: 400 });
    }
  },
};
