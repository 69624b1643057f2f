import { kernel } from "../Lib/kernels.js";

export const bench = { summary: "WebAssembly: a float loop, the points of a Mandelbrot set of 200 by 200", atLeast: 0.77, pinned: true, connections: 1 };

export default {
  fetch() {
    return new Response(String(kernel("floats", 200)));
  },
};
