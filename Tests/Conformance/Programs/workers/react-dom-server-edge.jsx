/** @jsxRuntime automatic */
/** @jsxImportSource react */
import { Component, createContext, lazy, memo, Suspense, use, useContext, useId, useMemo, useReducer } from "react";
import { renderToReadableStream, renderToStaticMarkup, renderToString } from "react-dom/server.edge";

const User = createContext({ name: "nobody" });
const Badge = memo(({ level }) => <span className={"badge badge-" + level} aria-label={`level ${level}`}>{level}</span>);
const Header = () => <header><h1>{useContext(User).name}</h1><Badge level={3} /></header>;
function Form() {
  const id = useId();
  const [state] = useReducer((x) => x, { text: "a\"b" });
  return <form><label htmlFor={id}>Text</label><input id={id} defaultValue={useMemo(() => state.text.toUpperCase(), [state])} disabled /><select defaultValue="b"><option>a</option><option>b</option></select></form>;
}
const Row = ({ promise }) => <li>{use(promise)}</li>;
class Boundary extends Component { state = { failed: false }; static getDerivedStateFromError() { return { failed: true }; } render() { return this.state.failed ? <p>failed</p> : this.props.children; } }
const Throws = () => { throw new Error("on purpose"); };
const lateComponent = () => lazy(() => Promise.resolve({ default: ({ text }) => <em>{text}</em> }));
const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

const Page = ({ title, children }) => (
  <html lang="en"><head><title>{title}</title><meta name="description" content={"a & b"} /></head>
    <body><User.Provider value={{ name: "Ada <3" }}><Header />{children}</User.Provider></body></html>
);
const headers = { "content-type": "text/html; charset=utf-8" };

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const errors = [];
    switch (pathname) {
      case "/static": return new Response(renderToStaticMarkup(<Page title="static"><ul style={{ marginTop: 4, opacity: 0.5 }}>{[1, "two", null, false].map((x, i) => <li key={i}>{x}</li>)}</ul></Page>), { headers });
      case "/string": return new Response(renderToString(<Page title="string"><Form /><Form /></Page>), { headers });
      case "/stream": {
        const Late = lateComponent();
        return new Response(await renderToReadableStream(<Page title="stream"><Suspense fallback={<i>wait</i>}><Late text="lazy" /></Suspense></Page>), { headers });
      }
      case "/suspense": {
        // Each row is let go only when what comes before it was read: the answer does not depend on how fast anything is.
        const first = Promise.withResolvers(), second = Promise.withResolvers();
        const stream = await renderToReadableStream(
          <Page title="suspense"><Suspense fallback={<p>loading rows</p>}><ul><Row promise={first.promise} /><Suspense fallback={<li>one more</li>}><Row promise={second.promise} /></Suspense></ul></Suspense></Page>);
        const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
        let text = "";
        for (let chunk; !(chunk = await reader.read()).done;) {
          text += chunk.value;
          if (text.includes("loading rows")) first.resolve("first");
          if (text.includes("one more")) second.resolve("second");
        }
        return new Response(text, { headers });
      }
      case "/ready": {
        const stream = await renderToReadableStream(<Page title="ready"><Suspense fallback="never shown"><Row promise={after(5, "all there")} /></Suspense></Page>, { bootstrapScriptContent: "hydrate()", bootstrapModules: ["/app.js"], identifierPrefix: "x", nonce: "n0nce" });
        await stream.allReady;
        return new Response(stream, { headers });
      }
      case "/error": {
        const stream = await renderToReadableStream(<Page title="error"><Boundary><Suspense fallback={<p>fallback stays</p>}><Throws /></Suspense></Boundary></Page>, { onError: (e) => { errors.push(e.message); return "digest-1"; } });
        const text = await new Response(stream).text();
        return new Response(text + "\n" + errors.join(), { headers });
      }
      case "/shell-error":
        try { await renderToReadableStream(<Throws />, { onError: (e) => { errors.push("seen " + e.message); } }); }
        catch (e) { errors.push("thrown " + e.message); }
        return Response.json(errors, { status: 400 });
      default: return new Response("no page", { status: 404 });
    }
  },
};
