/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { createContext, Fragment } from "preact";
import { useContext, useId, useMemo, useReducer, useState } from "preact/hooks";
import { render, renderToString, renderToStringAsync } from "preact-render-to-string";
import renderToJsx from "preact-render-to-string/jsx";

const Locale = createContext("en");
function Counter({ start }) {
  const [n] = useState(start);
  const [m] = useReducer((x) => x + 1, n * 2);
  const sum = useMemo(() => n + m, [n, m]);
  return <output data-sum={sum} class="counter">{n} and {m}</output>;
}
const Greeting = () => <p lang={useContext(Locale)}>{useContext(Locale) === "fr" ? "Bonjour" : "Hello"}</p>;
const Labelled = () => { const id = useId(); return <><label for={id}>Name</label><input id={id} value={"a\"b<c"} disabled readOnly={false} /></>; };
// Suspends once for each request: nothing of one request is left for the next.
function suspending(text) {
  let value;
  const Lazy = () => { if (value === undefined) throw Promise.resolve(text).then((x) => { value = x; }); return <b>{value}</b>; };
  return () => <main><Lazy /></main>;
}
const pages = {
  "/list": () => <ul style={{ color: "red", "--own": 3, lineHeight: 1.5, width: 4 }}>{["x<y", "&", 0, null, true].map((t, i) => <li key={i}>{t}</li>)}</ul>,
  "/hooks": () => <section><Counter start={3} /><Counter start={-1} /></section>,
  "/context": () => <Fragment><Greeting /><Locale.Provider value="fr"><Greeting /></Locale.Provider></Fragment>,
  "/ids": () => <form><Labelled /><Labelled /></form>,
  "/svg": () => <svg viewBox="0 0 1 1" xlinkHref="#a"><path strokeWidth={2} d="M0 0" /></svg>,
  "/html": () => <div dangerouslySetInnerHTML={{ __html: "<i>raw</i>" }} onClick={() => {}} />,
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const headers = { "content-type": "text/html; charset=utf-8" };
    if (pathname === "/async") {
      const Late = suspending("loaded");
      return new Response(await renderToStringAsync(<Late />), { headers });
    }
    if (pathname === "/jsx") return new Response(renderToJsx(<Fragment><Greeting /><a href="/x" title={"t"}>{[1, 2]}</a></Fragment>));
    const page = pages[pathname];
    return page ? new Response("<!doctype html>" + (pathname === "/svg" ? render : renderToString)(page()), { headers }) : new Response("no page", { status: 404 });
  },
};
