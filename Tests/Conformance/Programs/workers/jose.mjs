import * as jose from "jose";

// Keys of this test, and of nothing else.
const rsa = {"kty":"RSA","n":"nMcMYJ_gOwQBpCYraKw2uMfIKYaVTQjR1gwkj20LOCVTeM4oM8CjXOUMYYQL3dR-tBxnv_kh6dvAUxlbDZdeEIb74IybV2FUbaDUOxlcXFk5AtcHZtcxbjY-n_QIph6T8fICCLrfLOZkGteIvpfIBj_iO6uGvxqHUQ0x7XEc7Fd1Ii6Q7F1zqhDjHX4-EYGD_aXUKtjbsjrysSK3pVSB8IOTQUR4JbitWpuaL-KdJO49HU45CIg-0OgCSAa291MYGka1vVTmSbm0og7aAmY2lK1gL6lPKUB27zl7NhL9wXSsWavq4hwZwoPZxk1J7lOzKDzsYRIcHdCitWCQUmwF1Q","e":"AQAB","d":"A3f79B9VbLjX-HPHvhchVtFEwnZx0zSAwAWgwXOeLe3VfPTCuvJmKuX-ciHjyVKsQvvl579xWqU8Chqjgxd4Q1FZPUyfGz3SCmLmjzAudPScaE2toj7cnx2gIRXbIyHGEDJUjTDlQy8Nw_JE2kKtcEX1kXBoGM5TdB2gnypDg48a8OZFNVWcTGESNFjw4dTIaxpwUwdCLyDXA-SyRUTvzeKNpA4grL1eUq_LNliZLcJ0_FGuZQV9I2MPioq2Uno_zbMP8yZKiDZK-u8tenu_hNXKIxOE2SQ4X6YbfB4Wvrg-LXFcFPW3bav8pNfg8RUwAhO4XFdBL4Uq6eZ7lgZnOQ","p":"yHeK7edvaQs14n9sGT3RprKgabi28a4HNe8w6mxRub86Nul5FcGFMLSgSho5VZD19IW31-kSI34sFR_imk79zYpsv-xdQpXPKN39MoekKPhdSrBOuOIE4GIXetp2wHjfZDtYchjQ5IyCP6jV_IiREdNfAF6y0aeIUMt4QwjUu0s","q":"yDUx6x9End3Rt_sWhGGxlfx7Ga3hb2vVbvIEfLifBG2aqIGAZcTxnz4mDmH3C9cfsxelb9RFWar5jj39HjaIcQ8rPGZJnZx3OUaweleVj82EK_F3jgpPco7QO_4c-Ekda9Zf6hN7KVA9OIMRSxvwV09D5DrvyzU_xNY9fZKvb18","dp":"OunGznvBZiGBSHsiDZj5UAAW3HsIaKY4QEV3Hq2OpwPn29NpXldtCQ9MO_rQ9rCPV7kkejNovT2LPvoL4kVsmUchBpY0IilcpCn5CyyJtfCnmheOSw9BV5_8PoKNe6sKG67FI2LfoQsaDBNWL80CtTZlKPqrmqmdigEB6tFhk1k","dq":"nvB8HKjKFHnQ0DppedcE4Il8QLqlyYrV-inwHgODWkSZD0Uf5asgFseD9s8XDTNPWyJemBTwqWrui1ny5FVupDLipCSgNJvOmo3f9IArn-oMD8a2nvDYeZ2e-sGVxhZlYQLjSjUFBZtJvt9ujy4y811eDIYtcClp4p4iWtpkpAk","qi":"hUv8RCCnk8x6dCbisFIr9u0TA52VIEIK41ecxVu38KJo-lprDjBMONIpRl5GHjxF8iA7wvpW7Augj88g_sU7PICf3aMcWBYfuqN1YmjMwWSeIA4oKIjwql4VBUeEJ6p4wMwo9sueItelx5flhluVBdhZW0iHiIp79O_mECdx9es"};
const ed = { kty: "OKP", crv: "Ed25519", d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
const secret = new TextEncoder().encode("a secret of this test of 32 bytes");
const currentDate = new Date(1_700_000_100_000);
const claims = { sub: "someone", scope: ["read", "write"], "urn:x": { deep: [1, null, "ü"] } };
const publicOf = ({ kty, n, e, crv, x, y }) => JSON.parse(JSON.stringify({ kty, n, e, crv, x, y }));

const token = (alg, key, kid) => new jose.SignJWT(claims).setProtectedHeader({ alg, kid }).setIssuedAt(1_700_000_000).setIssuer("urn:me").setAudience("you").setExpirationTime(1_700_003_600).sign(key);
const check = (jwt, key, options) => jose.jwtVerify(jwt, key, { currentDate, issuer: "urn:me", audience: "you", ...options });
const code = (promise) => promise.then(() => "accepted", (error) => error.code);

async function sign() {
  return { hs: await token("HS256", secret), rs: await token("RS384", await jose.importJWK(rsa, "RS384")), ed: await token("EdDSA", await jose.importJWK(ed, "EdDSA"), "ed") };
}

async function verify() {
  const seen = {};
  for (const alg of ["ES256", "ES384", "ES512", "Ed25519"]) {
    const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
    const { payload, protectedHeader } = await check(await token(alg, privateKey), await jose.importSPKI(await jose.exportSPKI(publicKey), alg));
    seen[alg] = [payload, protectedHeader, Object.keys(await jose.exportJWK(privateKey)).sort()];
  }
  const ps = await token("PS256", await jose.importJWK(rsa, "PS256"));
  seen.PS256 = (await check(ps, await jose.importJWK(publicOf(rsa), "PS256"))).payload;
  return seen;
}

async function jwks() {
  const keys = [{ ...publicOf(rsa), kid: "rsa", alg: "RS256", use: "sig" }, { ...publicOf(ed), kid: "ed", alg: "EdDSA" }];
  const set = jose.createLocalJWKSet({ keys });
  const good = await check(await token("RS256", await jose.importJWK(rsa, "RS256"), "rsa"), set);
  const stranger = await token("RS256", await jose.importJWK(rsa, "RS256"), "other");
  return [good.protectedHeader, await code(check(stranger, set)), await jose.calculateJwkThumbprint(keys[0]), await jose.calculateJwkThumbprint(keys[1], "sha512")];
}

async function encrypt() {
  const opened = {};
  const pair = async (alg, crv) => { const { publicKey, privateKey } = await jose.generateKeyPair(alg, { crv }); return [publicKey, privateKey]; };
  const cases = [
    ["dir", "A256GCM", secret.slice(0, 32)], ["dir", "A128CBC-HS256", secret.slice(0, 32)], ["A192KW", "A192GCM", secret.slice(0, 24)], ["A256GCMKW", "A256CBC-HS512", secret.slice(0, 32)],
    ["RSA-OAEP-256", "A128GCM", await jose.importJWK(publicOf(rsa), "RSA-OAEP-256"), await jose.importJWK(rsa, "RSA-OAEP-256")],
    ["ECDH-ES", "A128GCM", ...await pair("ECDH-ES", "P-256")], ["ECDH-ES+A128KW", "A128GCM", ...await pair("ECDH-ES+A128KW", "X25519")],
  ];
  for (const [alg, enc, to, from = to] of cases) {
    const jwe = await new jose.CompactEncrypt(new TextEncoder().encode(`for ${alg}`)).setProtectedHeader({ alg, enc }).encrypt(to);
    const { plaintext, protectedHeader } = await jose.compactDecrypt(jwe, from);
    opened[`${alg} ${enc}`] = [new TextDecoder().decode(plaintext), Object.keys(protectedHeader).sort(), jwe.split(".").map((part) => part.length).slice(1)];
  }
  return opened;
}

async function errors() {
  const jwt = await token("HS256", secret);
  const [head, body, mac] = jwt.split(".");
  return [
    await code(check(jwt, secret, { currentDate: new Date(1_800_000_000_000) })), await code(check(jwt, secret, { audience: "other" })),
    await code(check(`${head}.${body}.A${mac.slice(1)}`, secret)), await code(check(jwt, secret, { algorithms: ["HS512"] })), await code(check("nonsense", secret)),
    await code(jose.compactDecrypt("a.b.c.d.e", secret)), jose.decodeJwt(jwt).iss, jose.decodeProtectedHeader(jwt).alg,
  ];
}

const routes = { "/sign": sign, "/verify": verify, "/jwks": jwks, "/encrypt": encrypt, "/errors": errors };

export default {
  async fetch(request) {
    const route = routes[new URL(request.url).pathname];
    return route ? Response.json(await route()) : new Response("?", { status: 404 });
  },
};
