import { orders } from "../Lib/orders.js";

export const bench = { summary: "gzip of 1 MB by CompressionStream", atLeast: 1, sameBody: false, method: "POST", body: () => JSON.stringify(orders(8200)) };

export default {
  fetch(request) {
    return new Response(request.body.pipeThrough(new CompressionStream("gzip")), { headers: { "content-type": "application/octet-stream" } });
  },
};
