import Stripe from "stripe";

// The service, in this worker: it answers with what it was asked.
const stub = async (url, init) => {
  const { pathname, search } = new URL(url), headers = new Headers(init.headers);
  const asked = { method: init.method, path: pathname + search, body: init.body ?? null, key: headers.get("idempotency-key"), account: headers.get("stripe-account"), version: headers.has("stripe-version") };
  const answer = (body, status = 200) => Response.json(body, { status, headers: { "request-id": "req_1" } });
  if (headers.get("authorization") !== "Bearer sk_test_of_this_test") return answer({ error: { type: "invalid_request_error", message: "bad key" } }, 401);
  if (pathname === "/v1/customers" && init.method === "GET") {
    const from = Number(new URL(url).searchParams.get("starting_after")?.slice(4) ?? 0);
    return answer({ object: "list", url: "/v1/customers", has_more: from < 4, data: [from + 1, from + 2].map((n) => ({ id: `cus_${n}`, object: "customer" })) });
  }
  if (pathname === "/v1/charges") return answer({ error: { type: "card_error", code: "card_declined", decline_code: "insufficient_funds", message: "declined", param: "source" } }, 402);
  return answer({ id: "obj_1", object: "echo", asked });
};
const stripe = (key = "sk_test_of_this_test") => new Stripe(key, { httpClient: Stripe.createFetchHttpClient(stub), maxNetworkRetries: 0, telemetry: false });

const routes = {
  "/create": async () => (await stripe().customers.create({ name: "Ann & Bøb", metadata: { order: "6735" }, address: { lines: ["a", "b"] } }, { idempotencyKey: "once", stripeAccount: "acct_1" })).asked,
  "/retrieve": async () => (await stripe().paymentIntents.retrieve("pi_1", { expand: ["customer", "latest_charge"] })).asked,
  "/delete": async () => (await stripe().customers.del("cus_1")).asked,
  "/pages": async () => {
    const ids = [];
    for await (const customer of stripe().customers.list({ limit: 2 })) ids.push(customer.id);
    return ids;
  },
  "/declined": async () => {
    try {
      return await stripe().charges.create({ amount: 2000, currency: "eur", source: "tok_1" });
    } catch (error) {
      return { type: error.type, code: error.code, decline: error.decline_code, status: error.statusCode, request: error.requestId, known: error instanceof Stripe.errors.StripeCardError };
    }
  },
  "/refused": async () => stripe("sk_test_other").balance.retrieve().then(() => "passed", (error) => [error.type, error.statusCode]),
};

export default {
  async fetch(request) {
    const route = routes[new URL(request.url).pathname];
    return route ? Response.json(await route()) : new Response("?", { status: 404 });
  },
};
