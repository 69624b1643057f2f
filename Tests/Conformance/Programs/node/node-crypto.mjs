// Ciphers, keys and signatures of node:crypto: what is random is only verified.
import {
  createCipheriv, createDecipheriv, createECDH, createHmac, createPrivateKey, createPublicKey, createSecretKey, createSign, createVerify, generateKeyPairSync, hkdfSync,
  pbkdf2Sync, privateDecrypt, publicEncrypt, scryptSync, sign, verify, constants,
} from "node:crypto";
import { ec, rsa } from "../keys/private.mjs";

const ed = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIBcWpsZ5qieXIl80lo77cmv/lxpHA3/2czEfIWT/iuqc
-----END PRIVATE KEY-----`;
const data = Buffer.from("what is signed");

function cipher(name, size, ivSize, options) {
  const key = Buffer.alloc(size, 7);
  const iv = Buffer.alloc(ivSize, 9);
  const one = createCipheriv(name, key, iv, options);
  const text = one.update("Grüße, edge!", "utf8", "hex") + one.final("hex");
  const other = createDecipheriv(name, key, iv, options);
  const tag = name.endsWith("gcm") ? one.getAuthTag() : undefined;
  if (tag) other.setAuthTag(tag);
  return { name, text, tag: tag?.toString("hex"), back: other.update(text, "hex", "utf8") + other.final("utf8") };
}

export default {
  fetch(request) {
    switch (new URL(request.url).pathname) {
      case "/ciphers":
        return Response.json([cipher("aes-128-cbc", 16, 16), cipher("aes-256-cbc", 32, 16), cipher("aes-256-ctr", 32, 16), cipher("aes-256-gcm", 32, 12), cipher("aes-128-gcm", 16, 12)]);
      case "/tampered": {
        const key = Buffer.alloc(32, 1);
        const one = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
        const bytes = Buffer.concat([one.update(data), one.final()]);
        bytes[0] ^= 1;
        const other = createDecipheriv("aes-256-gcm", key, Buffer.alloc(12)).setAuthTag(one.getAuthTag());
        other.update(bytes);
        try {
          return Response.json(other.final("utf8"));
        } catch (error) {
          return Response.json({ refused: error instanceof Error });
        }
      }
      case "/signatures": {
        const keys = [rsa, ec, ed].map((text) => createPrivateKey(text));
        const made = keys.map((key) => sign(key.asymmetricKeyType === "ed25519" ? null : "sha256", data, key));
        return Response.json({
          rsa: createSign("RSA-SHA256").update(data).sign(rsa, "base64"),
          ed: made[2].toString("hex"),
          verified: keys.map((key, i) => verify(key.asymmetricKeyType === "ed25519" ? null : "sha256", data, createPublicKey(key), made[i])),
          streamed: createVerify("sha256").update("what is ").update("signed").verify(createPublicKey(ec), made[1]),
          flat: sign("sha256", data, { key: ec, dsaEncoding: "ieee-p1363" }).length,
          pss: verify("sha256", data, { key: createPublicKey(rsa).export({ type: "spki", format: "pem" }), padding: constants.RSA_PKCS1_PSS_PADDING }, sign("sha256", data, { key: rsa, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })),
          other: verify("sha256", Buffer.from("other"), createPublicKey(rsa), made[0]),
        });
      }
      case "/keys":
        return Response.json([rsa, ec, ed].map((text) => {
          const key = createPrivateKey(text);
          const other = createPublicKey(key);
          return [key.type, key.asymmetricKeyType, other.type, other.export({ type: "spki", format: "pem" }), key.export({ type: "pkcs8", format: "der" }).toString("base64"), createPublicKey(text).equals(other)];
        }));
      case "/secret": {
        const key = createSecretKey(Buffer.from("secret"));
        return Response.json([key.type, key.symmetricKeySize, createHmac("sha256", key).update("x").digest("hex"), key.export().toString()]);
      }
      case "/oaep":
        return Response.json(["sha1", "sha256"].map((oaepHash) => privateDecrypt({ key: rsa, oaepHash }, publicEncrypt({ key: createPublicKey(rsa), oaepHash }, Buffer.from("hello"))).toString()));
      case "/derived":
        return Response.json([
          pbkdf2Sync("password", "salt", 10, 32, "sha256").toString("hex"), Buffer.from(hkdfSync("sha256", "key", "salt", "info", 16)).toString("hex"),
          scryptSync("password", "salt", 16, { N: 16 }).toString("hex"),
        ]);
      default: {
        const [a, b] = [createECDH("prime256v1"), createECDH("prime256v1")];
        a.generateKeys();
        b.generateKeys();
        const pair = generateKeyPairSync("ed25519");
        return Response.json([a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey())), a.getPublicKey().length, pair.publicKey.type, pair.privateKey.type]);
      }
    }
  },
};
