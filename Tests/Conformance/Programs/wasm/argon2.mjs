// Argon2 and BLAKE2b (C, by clang alone).
import { argon2Verify, argon2d, argon2i, argon2id, setWASMModules } from "argon2-wasm-edge";
import argon2WASM from "argon2-wasm-edge/wasm/argon2.wasm";
import blake2bWASM from "argon2-wasm-edge/wasm/blake2b.wasm";

await setWASMModules({ argon2WASM, blake2bWASM });
const kinds = { "/argon2id": argon2id, "/argon2i": argon2i, "/argon2d": argon2d };

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const password = searchParams.get("password") ?? "correct horse";
    if (pathname === "/verify") return Response.json(await argon2Verify({ password, hash: await request.text() }));
    const number = (name, otherwise) => Number(searchParams.get(name) ?? otherwise);
    try {
      return new Response(await kinds[pathname]({
        password, salt: "a salt of 16 byt", iterations: number("iterations", 2), parallelism: number("parallelism", 1), memorySize: number("memory", 64), hashLength: number("length", 32),
        outputType: searchParams.get("type") ?? "encoded",
      }));
    } catch (error) {
      return new Response(error.message, { status: 400 });
    }
  },
};
