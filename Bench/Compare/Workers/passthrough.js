export const bench = { summary: "4 MB streamed in and out", atLeast: 1, method: "POST", connections: 4, body: () => new Uint8Array(4 << 20).fill(7) };

export default {
  fetch(request) {
    return new Response(request.body, { headers: { "content-type": "application/octet-stream" } });
  },
};
