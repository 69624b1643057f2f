/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { Hono } from "hono";
import { createContext, useContext, Fragment, memo } from "hono/jsx";
import { jsxRenderer } from "hono/jsx-renderer";
import { renderToReadableStream, Suspense } from "hono/jsx/streaming";
import { html, raw } from "hono/html";

const Theme = createContext("light");
const Button = ({ label, disabled }) => <button class={useContext(Theme)} disabled={disabled}>{label}</button>;
const Heavy = memo(({ n }) => <em>{n * n}</em>);
const Later = async ({ name }) => {
  await Promise.resolve();
  return <b>{name} arrived</b>;
};

const app = new Hono();
app.use("/page/*", jsxRenderer(({ children, title }) => (
  <html lang="en"><head><title>{title}</title></head><body>{children}</body></html>
)));
app.get("/page/list", (c) => c.render(
  <ul style={{ color: "red", marginTop: "4px" }}>{["a<b", "c&d", "\"e\""].map((x) => <li key={x}>{x}</li>)}</ul>,
  { title: "List & more" },
));
app.get("/page/theme", (c) => c.render(
  <Theme.Provider value="dark"><Button label="Go" disabled={true} /><Button label="Stop" disabled={false} /></Theme.Provider>,
  { title: "Theme" },
));
app.get("/fragment", (c) => c.html(<Fragment>{null}{undefined}{false}{0}<Heavy n={7} />{raw("<hr>")}<input value={"x\"y"} checked /></Fragment>));
app.get("/async", async (c) => c.html(<p><Later name="async" /></p>));
app.get("/stream", async (c) => {
  const stream = renderToReadableStream(<main><Suspense fallback={<i>loading</i>}><Later name="streamed" /></Suspense></main>);
  // Hono counts its placeholders over all requests of an isolate; the answer must not know how many there were.
  return c.html((await new Response(stream).text()).replace(/H:\d+/g, "H:n"));
});
app.get("/html", (c) => c.html(html`<p>${c.req.query("q") ?? "nothing"}</p>${raw("<!-- raw -->")}`));

export default app;
