// pureedge-fuzz target=peer form=Handler seed=0 case=0
// as Node.js
await say("URL", () => { const u = new URL("http://user:pa@host.example:8080/a/../b?c=d&e#f"); return [u.href, u.origin, u.port]; });
await say("Headers", () => new Headers([["b", " padded "], ["A", "1"], ["a", "2"]]));
await say("TextDecoder", () => new TextDecoder("utf-8").decode(new Uint8Array([0xF0, 0x9F, 0x61, 0xC3])));
await say("clone", () => structuredClone(((c) => { c.self = c; c.m = new Map([[c, new Date(5)]]); return c; })({})));
