import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";
import { bearerAuth } from "hono/bearer-auth";

const app = new Hono();
app.use("/fixed/*", basicAuth({ username: "ada", password: "lovelace", realm: "Engine \"room\"" }, { username: "jörg", password: "päss:wörd" }));
app.use("/checked/*", basicAuth({ verifyUser: (name, password, c) => name === password && c.req.path.endsWith("/" + name), invalidUserMessage: { error: "no such user" } }));
app.use("/bearer/*", bearerAuth({ token: "t0ken" }));
app.get("/fixed/page", (c) => c.text("welcome to the engine room"));
app.get("/checked/:name", (c) => c.json({ user: c.req.param("name") }));
app.get("/bearer/page", (c) => c.text("bearer accepted"));

export default app;
