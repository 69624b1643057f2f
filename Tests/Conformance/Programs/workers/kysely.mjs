import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from "kysely";

// A database that answers with what it was asked.
const connection = (log) => ({
  async executeQuery({ sql, parameters }) {
    log.push(sql);
    if (sql.includes("missing_table")) throw new Error("no such table: missing_table");
    return { rows: [{ sql, parameters: [...parameters] }], numAffectedRows: 1n };
  },
  async *streamQuery() { throw new Error("not here"); },
});
const database = (log, { Adapter, Introspector, Compiler }) => new Kysely({
  dialect: {
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => new Introspector(db),
    createQueryCompiler: () => new Compiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection(log),
      beginTransaction: async () => void log.push("begin"),
      commitTransaction: async () => void log.push("commit"),
      rollbackTransaction: async () => void log.push("rollback"),
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  },
});
const sqlite = { Adapter: SqliteAdapter, Introspector: SqliteIntrospector, Compiler: SqliteQueryCompiler };
const postgres = { Adapter: PostgresAdapter, Introspector: PostgresIntrospector, Compiler: PostgresQueryCompiler };

const routes = {
  "/select": (db) => db.selectFrom("person as p").innerJoin("pet", "pet.owner_id", "p.id")
    .select(["p.id", "pet.name as pet_name", sql`upper(${sql.ref("p.first_name")})`.as("shouted")])
    .where((eb) => eb.or([eb("p.age", ">", 30), eb.and([eb("p.name", "like", "A%"), eb("pet.species", "in", ["dog", "cat"])])]))
    .groupBy("p.id").having((eb) => eb.fn.count("pet.id"), ">", 1).orderBy("p.id", "desc").limit(10).offset(20).execute(),
  "/insert": (db) => db.insertInto("person").values([{ name: "Ann", age: 1 }, { name: "Bob", age: null }])
    .onConflict((c) => c.column("name").doUpdateSet({ age: (eb) => eb.ref("excluded.age") })).returningAll().execute(),
  "/with": (db) => db.with("old", (q) => q.selectFrom("person").selectAll().where("age", ">=", 65))
    .updateTable("person").set({ retired: true }).whereRef("person.id", "=", "old.id").returning(["person.id"]).execute(),
  "/schema": async (db) => [
    db.schema.createTable("pet").ifNotExists().addColumn("id", "integer", (c) => c.primaryKey().autoIncrement()).addColumn("owner_id", "integer", (c) => c.references("person.id").onDelete("cascade").notNull()).compile().sql,
    db.schema.createIndex("pet_owner").on("pet").columns(["owner_id", "name desc"]).unique().compile().sql,
    db.schema.alterTable("pet").addColumn("age", "integer", (c) => c.defaultTo(0)).compile().sql,
  ],
};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const log = [], db = database(log, searchParams.has("pg") ? postgres : sqlite);
    if (pathname === "/transaction") {
      const kept = await db.transaction().execute((trx) => trx.deleteFrom("pet").where("id", "=", 7).executeTakeFirst());
      const undone = await db.transaction().execute((trx) => trx.selectFrom("missing_table").selectAll().execute()).catch((error) => error.message);
      return Response.json({ deleted: `${kept.numDeletedRows}`, undone, log });
    }
    const route = routes[pathname];
    return route ? Response.json(await route(db)) : new Response("?", { status: 404 });
  },
};
