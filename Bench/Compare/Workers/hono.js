import { Hono } from "hono";

export const bench = { summary: "hono with 100 routes", path: "/api/v1/resource77/42" };

const app = new Hono();
for (let i = 0; i < 100; i++) {
  app.get(`/api/v1/resource${i}/:id`, (c) => c.json({ resource: i, id: c.req.param("id") }));
}

export default app;
