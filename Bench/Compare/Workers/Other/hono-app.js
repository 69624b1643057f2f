import { Hono } from "hono";

export const bench = { summary: "a small app of hono", path: "/api/orders/42" };

const app = new Hono();
app.get("/", (c) => c.text("hello"));
app.get("/api/orders/:id", (c) => c.json({ id: c.req.param("id") }));
app.post("/api/orders", async (c) => c.json(await c.req.json(), 201));

export default app;
