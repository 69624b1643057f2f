// pureedge-fuzz target=outside form=Handler seed=7 case=521
// The URL of an EventSource, 720,000 characters, was parsed at no charge and handed to whoever answers, which copied it until 24 MB were used.
await new Promise((done) => { const s = new EventSource("http://outside.example/?h=content-type:text/event-stream&b=69643a20310a646174613a20610a0a646174613a2062".repeat(16384)); s.onmessage = (e) => note(e.data + e.lastEventId); s.onerror = () => { s.close(); done(); }; });
