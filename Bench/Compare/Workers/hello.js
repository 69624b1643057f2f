export const bench = { summary: "the smallest worker", atLeast: 4, references: true, hello: true };

export default {
  fetch() {
    return new Response("Hello World");
  },
};
