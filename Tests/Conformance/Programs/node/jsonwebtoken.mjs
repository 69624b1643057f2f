import { createPublicKey } from "node:crypto";
import jwt from "jsonwebtoken";
import { ec, rsa } from "../keys/private.mjs";

const at = { clockTimestamp: 1_700_000_000 };
const secret = "a secret of enough length for anybody";

function outcome(f) {
  try {
    return f();
  } catch (error) {
    return { name: error.name, message: error.message };
  }
}

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const token = jwt.sign({ sub: "anna", iat: 1_700_000_000 }, secret, { expiresIn: "1h", audience: "you" });
    switch (pathname) {
      case "/sign":
        return Response.json(["HS256", "HS384", "HS512"].map((algorithm) => jwt.sign({ a: 1, iat: 1 }, secret, { algorithm, keyid: "k" })));
      case "/verify":
        return Response.json([
          outcome(() => jwt.verify(token, secret, at)),
          outcome(() => jwt.verify(token, secret, { ...at, audience: "me" })),
          outcome(() => jwt.verify(token, secret, { clockTimestamp: 1_700_003_601 })),
          outcome(() => jwt.verify(token.slice(0, -2) + "xx", secret, at)),
          outcome(() => jwt.verify("no token", secret)),
          outcome(() => jwt.verify(jwt.sign({}, null, { algorithm: "none", noTimestamp: true }), secret)),
        ]);
      case "/keys": {
        // What ECDSA signs is another each time, so this one is fixed.
        const signed = "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxLCJpYXQiOjF9.lj_d02xte3qE_oJPo2li0dTmg7dWYO8u_OEu1X_rTjJ5OsZ260s5a8lDqTJ_I4xlyzEIuJYBwfaCQ6cFodLejw";
        const made = jwt.sign({ a: 1, iat: 1 }, rsa, { algorithm: "RS256" });
        return Response.json([
          made,
          outcome(() => jwt.verify(made, createPublicKey(rsa))),
          outcome(() => jwt.verify(made, createPublicKey(rsa).export({ type: "spki", format: "pem" }), { algorithms: ["RS256"] })),
          outcome(() => jwt.verify(signed, createPublicKey(ec))),
          outcome(() => jwt.verify(signed, createPublicKey(ec), { algorithms: ["RS256"] })),
          outcome(() => jwt.verify(made, createPublicKey(ec), { algorithms: ["RS256"] })),
        ]);
      }
      case "/callback":
        return new Promise((resolve) => jwt.verify(token, secret, at, (error, payload) => resolve(Response.json({ error, payload }))));
      default:
        return Response.json(jwt.decode(token, { complete: true }));
    }
  },
};
