import superjson, { SuperJSON } from "superjson";

class Point { constructor(x, y) { this.x = x; this.y = y; } length() { return Math.hypot(this.x, this.y); } }
superjson.registerClass(Point, { identifier: "Point" });
superjson.registerCustom({ isApplicable: (v) => v instanceof URLSearchParams, serialize: (v) => v.toString(), deserialize: (v) => new URLSearchParams(v) }, "params");
superjson.allowErrorProps("code");

const shared = { once: true };
const values = {
  "/plain": () => ({ a: 1, b: "two", c: [true, null] }),
  "/types": () => ({ date: new Date(Date.UTC(2020, 1, 29)), bad: new Date(NaN), big: 12345678901234567890n, un: undefined, nan: NaN, inf: -Infinity, minus: -0, re: /a+\/b/gi, url: new URL("https://x.example/p?q=1#f"), bytes: new Uint8Array([1, 2, 255]), floats: new Float64Array([0.5, -1]) }),
  "/collections": () => ({ map: new Map([["k", new Set([1, new Date(0)])], [{ deep: 1n }, "v"]]), set: new Set([undefined, "x"]), nested: [[new Map()]] }),
  "/classes": () => ({ p: new Point(3, 4), params: new URLSearchParams("a=1&b=x y"), error: Object.assign(new RangeError("too far"), { code: "E1" }), symbol: Object.create(null) }),
  "/references": () => { const list = [shared, { shared }, shared]; return { list, "dotted.key": new Date(1), "back\\slash": new Set([1]) }; },
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/deserialize") {
      const back = superjson.parse(await request.text());
      return Response.json({ when: back.when.toISOString(), size: back.map.size, get: String(back.map.get("n")), un: "un" in back && back.un === undefined });
    }
    if (pathname === "/dedupe") {
      const own = new SuperJSON({ dedupe: true });
      return Response.json(own.serialize({ a: shared, b: shared }));
    }
    const make = values[pathname];
    if (!make) return new Response("?", { status: 404 });
    const text = superjson.stringify(make());
    const back = superjson.parse(text);
    return Response.json({ text: JSON.parse(text), again: superjson.stringify(back) === text, length: back.p?.length?.() ?? null });
  },
};
