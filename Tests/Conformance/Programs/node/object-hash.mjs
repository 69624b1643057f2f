import hash from "object-hash";

const values = [{ b: 1, a: [1, "x", null] }, { a: [1, "x", null], b: 1 }, [1, 2], "text", 5, true, new Map([[1, 2]]), new Set([1]), new Date(0), /x/g, Buffer.from("bytes"), new Uint8Array(3)];

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/algorithms":
        return Response.json(["sha1", "md5"].map((algorithm) => hash(values[0], { algorithm })));
      case "/encodings":
        return Response.json(["hex", "base64"].map((encoding) => hash(values[0], { encoding })));
      case "/options":
        return Response.json([hash([2, 1], { unorderedArrays: true }), hash([1, 2], { unorderedArrays: true }), hash({ a: 1, b: 2 }, { excludeKeys: (key) => key === "b" }), hash.MD5("x"), hash.keys({ a: 1 })]);
      default:
        return Response.json(values.map((value) => hash(value)));
    }
  },
};
