import { Hono } from "hono";
import { decode, jwt, sign, verify } from "hono/jwt";

// Public halves of throw-away keys; the tokens in the requests were signed with the private halves, which nobody kept.
const keys = {
  RS256: {"kty":"RSA","n":"uCpTvcdKQvFzfEJ8ohIsZlh5i2UlJETFhoyKkJ1rzh8MzldTokvQ2WcCidhfEf_eSUEaN38KvzSUi03C60pPukjwUX152ePSo8_YDlwqnlUTH_yREWXqxRE6XKpelymdBkaUuO8tSaaqebuR0kR6mLQFit1vfXwUZWVUSG-vhIUC6wz4h_OI3OA3jZjG7ngnPgriHffilts_1zODvNEjRYTutnDAyfSweQxFgwiv_TX3g5M1zUz-UFmX0bTy359D_riMBmn6du1dY0INAoQqgJTEKvmU_uq79ecPvQ4VmUjZLoiFpWziWMJxUitdYVS41Uxde8w116p2Xs5OCxiWFw","e":"AQAB","alg":"RS256"},
  ES256: {"kty":"EC","x":"0QSv-lfW8nTlE-UTMGoLtP6dIiejGXbGTniWoR6dhdc","y":"X7Me0WAGslOtgab5-mdSohLX1Kj2yOJ0GwOAmCvK2ic","crv":"P-256"},
};
const secret = "it-is-very-secret";

const app = new Hono();
app.use("/private/*", jwt({ secret, alg: "HS256" }));
app.use("/cookie/*", jwt({ secret, alg: "HS256", cookie: "token" }));
app.get("/sign/:alg{HS256|HS384|HS512}", async (c) => c.json({ token: await sign({ sub: "ada", role: "admin", iat: 1700000000, exp: 4102444800 }, secret, c.req.param("alg")) }));
app.get("/private/me", (c) => c.json(c.get("jwtPayload")));
app.get("/cookie/me", (c) => c.text(c.get("jwtPayload").sub));
app.post("/verify/:alg{RS256|ES256}", async (c) => {
  const alg = c.req.param("alg");
  try { return c.json(await verify(await c.req.text(), keys[alg], alg)); }
  catch (error) { return c.json({ name: error.name, message: error.message }, 401); }
});
app.post("/decode", async (c) => c.json(decode(await c.req.text())));
app.get("/round", async (c) => {
  const token = await sign({ n: 1, text: "é☃" }, "k", "HS512");
  return c.json(await verify(token, "k", "HS512"));
});

export default app;
