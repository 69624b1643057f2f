import { Hono } from "hono";
import { cors } from "hono/cors";

const app = new Hono();
app.use("/open/*", cors());
app.use("/strict/*", cors({
  origin: ["https://app.example", "https://admin.example"],
  allowHeaders: ["x-custom", "content-type"],
  allowMethods: ["GET", "PUT"],
  exposeHeaders: ["x-total", "x-page"],
  maxAge: 600,
  credentials: true,
}));
app.use("/dynamic/*", cors({ origin: (origin) => (origin.endsWith(".example") ? origin : "https://fallback.example") }));
app.all("/open/data", (c) => c.json({ open: true }));
app.all("/strict/data", (c) => c.json({ strict: true }, 200, { "x-total": "3" }));
app.all("/dynamic/data", (c) => c.text("dynamic"));

export default app;
