import { and, asc, count, desc, eq, gt, inArray, like, relations, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

const users = sqliteTable("users", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull(),
  email: text("email"),
  joined: integer("joined", { mode: "timestamp" }).default(sql`(unixepoch())`),
  settings: text("settings", { mode: "json" }),
}, (t) => [uniqueIndex("users_email").on(t.email)]);
const posts = sqliteTable("posts", { id: integer("id").primaryKey(), authorId: integer("author_id").references(() => users.id), title: text("title"), draft: integer("draft", { mode: "boolean" }) });
const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
const postsRelations = relations(posts, ({ one }) => ({ author: one(users, { fields: [posts.authorId], references: [users.id] }) }));

// A database of one answer, which also tells what it was asked.
const open = (asked, rows) => drizzle(async (text, parameters, method) => {
  asked.push([method, text, parameters]);
  return { rows: method === "get" ? rows[0] : rows };
}, { schema: { users, posts, usersRelations, postsRelations } });

const routes = {
  "/select": [[[7, "Ann", null, 1_700_000_000, '{"theme":"dark"}']], (db) => db.select().from(users).where(and(gt(users.id, 5), like(users.name, "A%"))).orderBy(asc(users.name)).limit(3)],
  "/join": [[["Ann", "First", 1], ["Bob", null, null]], (db) => db.select({ name: users.name, title: posts.title, draft: posts.draft }).from(users).leftJoin(posts, eq(posts.authorId, users.id)).where(inArray(users.id, [1, 2, 3]))],
  "/insert": [[[1, "Ann"]], (db) => db.insert(users).values([{ name: "Ann", settings: { a: [1] } }, { name: "Bob", joined: new Date(86_400_000) }]).onConflictDoUpdate({ target: users.email, set: { name: sql`excluded.name` } }).returning({ id: users.id, name: users.name })],
  "/update": [[], (db) => db.update(posts).set({ draft: false, title: sql`upper(${posts.title})` }).where(eq(posts.id, 3))],
  "/relations": [[[1, "Ann", '[[10,"First",1],[11,"Second",0]]']], (db) => db.query.users.findMany({ columns: { id: true, name: true }, with: { posts: { columns: { id: true, title: true, draft: true }, orderBy: [desc(posts.id)] } } })],
  "/count": [[["Ann", 2]], (db) => db.with(db.$with("recent").as(db.select().from(posts).where(gt(posts.id, 100)))).select({ name: users.name, n: count(posts.id) }).from(users).innerJoin(posts, eq(users.id, posts.authorId)).groupBy(users.id)],
};

export default {
  async fetch(request) {
    const route = routes[new URL(request.url).pathname];
    if (!route) return new Response("?", { status: 404 });
    const asked = [], [rows, query] = route;
    const result = await query(open(asked, rows));
    return Response.json({ asked, result });
  },
};
