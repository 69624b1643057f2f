// pureedge-fuzz target=outside form=Handler seed=0 case=0
// A client that sends a text in two frames with a ping between, then what is no UTF-8; and a server whose event stream ends in the middle.
await new Promise((done) => { const s = new EventSource("http://outside.example/?h=content-type:text/event-stream&b=69643a20310a646174613a20610a0a646174613a2062"); s.onmessage = (e) => note(e.data + e.lastEventId); s.onerror = () => { s.close(); done(); }; });
{ const [c, s] = Object.values(new WebSocketPair()); s.accept(); s.addEventListener("message", (e) => { s.send(e.data); }); return new Response(null, { status: 101, webSocket: c, headers: { "x-frames": "018101020304 60 898001020304 808101020304 63 818101020304 fe" } }); }
