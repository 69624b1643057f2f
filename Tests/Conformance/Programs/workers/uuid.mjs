import { MAX, NIL, parse, stringify, v1, v3, v4, v5, v6, v7, validate, version } from "uuid";

const random = Uint8Array.from({ length: 16 }, (_, i) => i * 17);
const options = { msecs: 1_700_000_000_000, nsecs: 5000, clockseq: 0x1234, node: Uint8Array.of(1, 2, 3, 4, 5, 6), random, seq: 77 };

export default {
  fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case "/named":
        return Response.json([v3("example.com", v3.DNS), v5("example.com", v5.DNS), v5("ü\u{1f600}", v5.URL), v5("x", NIL)]);
      case "/given":
        return Response.json([v1(options), v4({ random: random.slice() }), v6(options), v7({ ...options, random: random.slice() })]);
      case "/random": {
        const made = [v1(), v4(), v6(), v7()];
        return Response.json([made.map(version), made.every(validate), new Set(made).size]);
      }
      case "/read": {
        const text = searchParams.get("id");
        return Response.json([validate(text), validate(text) && [version(text), stringify(parse(text)), [...parse(text)]], validate(NIL), version(MAX)]);
      }
      default:
        return new Response("?", { status: 404 });
    }
  },
};
