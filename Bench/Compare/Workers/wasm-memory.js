import { kernel } from "../Lib/kernels.js";

export const bench = { summary: "WebAssembly: a sieve over 256 KB of memory", atLeast: 0.77, pinned: true, connections: 1 };

export default {
  fetch() {
    return new Response(String(kernel("memory", 1 << 18)));
  },
};
