import { kernel } from "../Lib/kernels.js";

export const bench = { summary: "WebAssembly: two million turns of an integer loop", atLeast: 0.77, pinned: true, connections: 1 };

export default {
  fetch() {
    return new Response(String(kernel("integers", 2_000_000)));
  },
};
