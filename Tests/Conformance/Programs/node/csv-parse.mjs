import { parse } from "csv-parse";
import { parse as parseSync } from "csv-parse/sync";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/sync":
        return Response.json(parseSync("a;b\n1;\"x;y\"\n2;\"q\"\"q\"\n", { columns: true, delimiter: ";" }));
      case "/stream": {
        const rows = [];
        await pipeline(
          Readable.fromWeb(request.body),
          parse({ columns: true, cast: true }),
          new Transform({ objectMode: true, transform(row, encoding, callback) { callback(null, { ...row, sum: row.a + row.b }); } }),
          async (source) => { for await (const row of source) rows.push(row); });
        return Response.json(rows);
      }
      case "/error":
        try {
          parseSync("a,b\n1,2,3\n", { columns: true });
          return new Response("none");
        } catch (error) {
          return Response.json([error.code, error.message]);
        }
      default:
        return Response.json(parseSync("# note\n1,2\n\n3,4", { comment: "#", skip_empty_lines: true }));
    }
  },
};
