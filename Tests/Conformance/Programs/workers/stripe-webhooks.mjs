import Stripe from "stripe";

const stripe = new Stripe("sk_test_of_this_test", { httpClient: Stripe.createFetchHttpClient() });
const provider = Stripe.createSubtleCryptoProvider();
const secret = "whsec_of_this_test";
const timestamp = 1_700_000_000;

export default {
  async fetch(request) {
    const payload = await request.text();
    switch (new URL(request.url).pathname) {
      case "/header":
        return new Response(await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp, cryptoProvider: provider }));
      case "/event":
        try {
          const event = await stripe.webhooks.constructEventAsync(payload, request.headers.get("stripe-signature"), secret, 300, provider, (timestamp + 60) * 1000);
          return Response.json({ id: event.id, type: event.type, object: event.data.object });
        } catch (error) {
          return new Response(error.type ?? error.name, { status: 400 });
        }
      default:
        return new Response("?", { status: 404 });
    }
  },
};
