export const bench = {
  summary: "a JSON Web Token (HS256) verified by crypto.subtle",
  atLeast: 1,
  headers: { authorization: "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyLTQyIiwicm9sZSI6ImFkbWluIiwiZXhwIjo0MTAyNDQ0ODAwfQ.BMsMVktwa1RpmE55d5E5Wg35Oh5IdMn37-R8xxw0gSU" },
};

const secret = new TextEncoder().encode("a secret that only a benchmark has");
const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

export default {
  async fetch(request) {
    const [head, payload, signature] = request.headers.get("authorization").slice("Bearer ".length).split(".");
    const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    const signed = new TextEncoder().encode(`${head}.${payload}`);
    const valid = await crypto.subtle.verify("HMAC", key, bytesOf(signature), signed);
    return valid ? new Response(JSON.parse(atob(payload)).sub) : new Response("forbidden", { status: 403 });
  },
};
