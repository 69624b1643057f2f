// SQLite (C, by Emscripten): a database in memory for each request.
import initSqlJs from "sql.js";
import sqlite from "sql.js/dist/sql-wasm-browser.wasm";

// What Emscripten makes for web workers reads where it came from.
globalThis.location ??= { href: "https://sql-js.example/worker.js" };
const sql = await initSqlJs({
  instantiateWasm(imports, done) {
    const instance = new WebAssembly.Instance(sqlite, imports);
    done(instance);
    return instance.exports;
  },
});

const schema = `
  CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT NOT NULL, born INTEGER);
  CREATE TABLE book(id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES author(id), title TEXT NOT NULL, price REAL, cover BLOB);
  CREATE INDEX book_author ON book(author);
  INSERT INTO author VALUES (1, 'Ursula K. Le Guin', 1929), (2, 'Stanisław Lem', 1921), (3, '安部公房', 1924);
  INSERT INTO book(author, title, price, cover) VALUES (1, 'The Dispossessed', 12.5, x'00FF10'), (1, 'The Lathe of Heaven', 9.99, NULL), (2, 'Solaris', 8.0, x''), (2, 'Fiasko', 1e-3, NULL), (3, '砂の女', 1234567.875, NULL);`;

const queries = {
  "/select": "SELECT * FROM book ORDER BY price DESC",
  "/join": "SELECT a.name, count(b.id) AS books, round(avg(b.price), 3) AS mean, group_concat(b.title, '; ') AS titles FROM author a LEFT JOIN book b ON b.author = a.id GROUP BY a.id ORDER BY a.name",
  "/recursive": "WITH RECURSIVE n(i, a, b) AS (SELECT 1, 0, 1 UNION ALL SELECT i + 1, b, a + b FROM n WHERE i < 60) SELECT i, a FROM n WHERE i % 5 = 0",
  "/mandelbrot": `WITH RECURSIVE xaxis(x) AS (VALUES(-2.0) UNION ALL SELECT x + 0.1 FROM xaxis WHERE x < 1.0), yaxis(y) AS (VALUES(-1.0) UNION ALL SELECT y + 0.2 FROM yaxis WHERE y < 1.0),
    m(iter, cx, cy, x, y) AS (SELECT 0, x, y, 0.0, 0.0 FROM xaxis, yaxis UNION ALL SELECT iter + 1, cx, cy, x * x - y * y + cx, 2.0 * x * y + cy FROM m WHERE (x * x + y * y) < 4.0 AND iter < 16),
    m2(iter, cx, cy) AS (SELECT max(iter), cx, cy FROM m GROUP BY cx, cy), a(t) AS (SELECT group_concat(substr(' .+*#', 1 + min(iter / 4, 4), 1), '') FROM m2 GROUP BY cy) SELECT group_concat(rtrim(t), x'0a') FROM a`,
  "/functions": "SELECT strftime('%Y-%m-%d %H:%M:%f', 1234567890.5, 'unixepoch'), json_extract('{\"a\":[1,{\"b\":\"é\"}]}', '$.a[1].b'), printf('%08.3f|%x|%e', 3.14159265, 255, 1.5e300), hex(zeroblob(4)), abs(-9223372036854775807), 7 / 2, 7 % -3, 1e308 * 10, typeof(1 << 40), lower('ÄB'), upper('straße'), instr('héllo', 'l'), quote('it''s')",
  "/window": "SELECT title, price, rank() OVER (PARTITION BY author ORDER BY price) AS r, sum(price) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS two FROM book ORDER BY id",
  "/bad": "SELECT nothing FROM nowhere",
};

const show = (value) => (value instanceof Uint8Array ? { bytes: [...value] } : value);
const rows = (results) => results.map(({ columns, values }) => ({ columns, values: values.map((row) => row.map(show)) }));

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const database = new sql.Database();
    try {
      database.run(schema);
      if (pathname === "/export") return new Response(database.export(), { headers: { "content-type": "application/vnd.sqlite3" } });
      if (pathname === "/statement") {
        const insert = database.prepare("INSERT INTO author VALUES ($id, $name, $born)");
        database.run("BEGIN");
        for (let i = 10; i < 60; i++) insert.run({ $id: i, $name: `author ${i}`, $born: i % 3 ? 1900 + i : null });
        database.run("COMMIT");
        insert.free();
        const found = [];
        const select = database.prepare("SELECT id, name, born FROM author WHERE born > ? ORDER BY id");
        select.bind([1940]);
        while (select.step()) found.push(select.getAsObject());
        select.free();
        return Response.json({ changed: database.getRowsModified(), found });
      }
      if (pathname === "/custom") {
        // Functions of JavaScript get into the table of the module by way of a small module made of bytes, which workers may not compile.
        database.create_function("twice", (x) => x * 2);
        database.create_aggregate("longest", { init: () => "", step: (state, text) => (text.length > state.length ? text : state), finalize: (state) => state });
        return Response.json(rows(database.exec("SELECT twice(price), longest(title) FROM book GROUP BY author ORDER BY author")));
      }
      return Response.json(rows(database.exec(queries[pathname] ?? (await request.text()))));
    } catch (error) {
      return Response.json({ error: error instanceof WebAssembly.CompileError ? "no module of bytes" : error.message }, { status: 400 });
    } finally {
      database.close();
    }
  },
};
