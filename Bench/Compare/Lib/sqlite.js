// A database in memory, made by the first request and asked by all.
import initSqlJs from "sql.js";
import sqlite from "sql.js/dist/sql-wasm-browser.wasm";

const schema = (rows) => `
  CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE book(id INTEGER PRIMARY KEY, author INTEGER, title TEXT, price REAL);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO author SELECT i, 'author ' || i FROM n;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) INSERT INTO book SELECT i, 1 + i % 20, 'title ' || i, i * 0.75 FROM n;
  CREATE INDEX book_author ON book(author);`;

const queries = (steps) => `
  SELECT a.name, count(*), round(avg(b.price), 3), max(b.title) FROM author a JOIN book b ON b.author = a.id WHERE b.price > 50 GROUP BY a.id ORDER BY a.name;
  WITH RECURSIVE n(i, a, b) AS (SELECT 1, 0, 1 UNION ALL SELECT i + 1, b, (a + b) % 1000007 FROM n WHERE i < ${steps}) SELECT sum(a) FROM n;`;

let database;

async function open(rows) {
  // What Emscripten makes for web workers reads where it came from.
  globalThis.location ??= { href: "https://sql-js.example/worker.js" };
  const sql = await initSqlJs({
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(sqlite, imports);
      done(instance);
      return instance.exports;
    },
  });
  const made = new sql.Database();
  made.run(schema(rows));
  return made;
}

/** A worker that joins so many rows, with groups, and takes so many steps of a recursive query. */
export const worker = (rows, steps) => ({
  async fetch() {
    database ??= await open(rows);
    return Response.json(database.exec(queries(steps)).map(({ values }) => values));
  },
});
