import { kernel } from "../Lib/kernels.js";

export const bench = { summary: "WebAssembly: 500,000 calls through a table", atLeast: 0.4, pinned: true, connections: 1 };

export default {
  fetch() {
    return new Response(String(kernel("indirect", 500_000)));
  },
};
