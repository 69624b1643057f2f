import { kernel } from "../Lib/kernels.js";

export const bench = { summary: "WebAssembly: a recursive function, 832,000 calls", atLeast: 0.4, pinned: true, connections: 1 };

export default {
  fetch() {
    return new Response(String(kernel("calls", 27)));
  },
};
