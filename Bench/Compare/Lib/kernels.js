import module from "./kernels.wat";

let exports;

// Calls a loop of kernels.wat.
export const kernel = (name, n) => (exports ??= new WebAssembly.Instance(module).exports)[name](n);
