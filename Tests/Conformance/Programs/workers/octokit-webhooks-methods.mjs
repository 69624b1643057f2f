import { sign, verify, verifyWithFallback } from "@octokit/webhooks-methods";

const secret = "a secret of this test";

export default {
  async fetch(request) {
    const payload = await request.text();
    const signature = request.headers.get("x-hub-signature-256") ?? "";
    switch (new URL(request.url).pathname) {
      case "/sign":
        return new Response(await sign(secret, payload));
      case "/verify":
        return Response.json(await verify(secret, payload, signature));
      case "/fallback":
        return Response.json([await verifyWithFallback("another", payload, signature, [secret]), await verifyWithFallback("another", payload, signature, ["third"])]);
      case "/missing":
        return new Response(await verify(secret, payload, "").catch((error) => error.message), { status: 400 });
      default:
        return new Response("?", { status: 404 });
    }
  },
};
