export const bench = { summary: "a value of 1 KB read from KV", atLeast: 1, kv: { VALUES: { key: "x".repeat(1024) } } };

export default {
  async fetch(request, env) {
    return new Response(await env.VALUES.get("key"));
  },
};
