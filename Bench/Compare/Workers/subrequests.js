export const bench = { summary: "10 awaited requests to another worker", services: { BACK: "hello" } };

export default {
  async fetch(request, env) {
    let length = 0;
    for (let i = 0; i < 10; i++) {
      const response = await env.BACK.fetch("http://back/" + i);
      length += (await response.text()).length;
    }
    return new Response(String(length));
  },
};
