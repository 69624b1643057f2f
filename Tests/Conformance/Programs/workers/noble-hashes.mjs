import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { keccak_256, sha3_256, sha3_512, shake128 } from "@noble/hashes/sha3.js";
import { blake2b, blake2s } from "@noble/hashes/blake2.js";
import { blake3 } from "@noble/hashes/blake3.js";
import { md5, ripemd160, sha1 } from "@noble/hashes/legacy.js";
import { hmac } from "@noble/hashes/hmac.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { pbkdf2, pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { argon2id } from "@noble/hashes/argon2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const hashes = { sha224, sha256, sha384, sha512, sha3_256, sha3_512, keccak_256, blake2b, blake2s, blake3, md5, sha1, ripemd160 };
const pass = utf8ToBytes("correct horse");
const salt = hexToBytes("00112233445566778899aabbccddeeff");

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/all": {
        const data = new Uint8Array(await request.arrayBuffer());
        return Response.json(Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [name, bytesToHex(hash(data))])));
      }
      case "/incremental": {
        const h = sha512.create();
        for (let i = 0; i < 10; i++) h.update(new Uint8Array(i * 37).fill(i));
        const fork = h.clone();
        return Response.json([bytesToHex(h.digest()), bytesToHex(fork.update(pass).digest()), bytesToHex(shake128(pass, { dkLen: 50 }))]);
      }
      case "/mac": return Response.json([bytesToHex(hmac(sha256, pass, salt)), bytesToHex(blake2b(pass, { key: salt, dkLen: 20 })), bytesToHex(blake3(pass, { key: concatBytes(salt, salt) }))]);
      case "/derive": return Response.json([
        bytesToHex(hkdf(sha256, pass, salt, utf8ToBytes("info"), 40)),
        bytesToHex(pbkdf2(sha256, pass, salt, { c: 20, dkLen: 32 })),
        bytesToHex(await pbkdf2Async(sha512, pass, salt, { c: 20, dkLen: 16 })),
        bytesToHex(scrypt(pass, salt, { N: 16, r: 2, p: 1, dkLen: 32 })),
        bytesToHex(argon2id(pass, salt, { t: 1, m: 16, p: 1 })),
      ]);
      case "/native": {
        const native = new Uint8Array(await crypto.subtle.digest("SHA-256", pass));
        return Response.json({ same: bytesToHex(native) === bytesToHex(sha256(pass)) });
      }
      case "/bad":
        try { hexToBytes("xyz"); return new Response("accepted"); }
        catch (error) { return new Response(error.name, { status: 400 }); }
      default: return new Response("?", { status: 404 });
    }
  },
};
