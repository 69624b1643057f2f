export const bench = { summary: "the smallest worker, the server on one core and the load on another", pinned: true, hello: true };

export { default } from "./hello.js";
