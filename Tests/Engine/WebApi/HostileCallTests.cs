using Jint.Native;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Node;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi;

/// <summary>Calls everything with everything: a script may get JavaScript errors only, never an exception of the platform.</summary>
public class HostileCallTests
{
    private const string Prelude = """
        const gone = new ArrayBuffer(8); structuredClone(gone, { transfer: [gone] });
        const goneView = (() => { const b = new ArrayBuffer(8), v = new Uint8Array(b); structuredClone(b, { transfer: [b] }); return v; })();
        const shadowed = new DataView(new ArrayBuffer(4)); Object.defineProperty(shadowed, "buffer", { value: 1 }); Object.defineProperty(shadowed, "byteLength", { value: 1e9 });
        const thrower = new Proxy(function () { throw 1; }, { get() { throw 1; }, getPrototypeOf() { throw 1; }, ownKeys() { throw 1; }, has() { throw 1; } });
        const shrinking = new ArrayBuffer(8, { maxByteLength: 16 }), tracking = new Uint8Array(shrinking, 4); shrinking.resize(2);
        const values = [undefined, null, true, 0, -1, 1.5, NaN, Infinity, 1e300, 2 ** 53, "", "x", "raw", "jwk", "HMAC", "AES-GCM", "SHA-256", "\ud800", Symbol("s"), 1n, -(1n << 200n),
            {}, [], [1, , 3], () => {}, class {}, gone, goneView, shadowed, thrower, tracking, new Uint8Array(4), new Float64Array(2), new DataView(new ArrayBuffer(4)),
            new Event("e"), AbortSignal.abort(), new AbortController().signal, Object.create(null), { get name() { throw 1; } }, { name: "HMAC", hash: "SHA-1", length: 7 },
            { name: "AES-GCM", iv: new Uint8Array(12), length: 128 }, { name: "AES-GCM", iv: goneView }, { signal: AbortSignal.abort(), once: 1 }, { transfer: [thrower] }, { transfer: { [Symbol.iterator]() { return this; }, next() { return {}; } } },
            "http://a/", "data:,x", ["http://a/", 1], [["a", "b"]], { method: "POST", body: "x" }, { body: thrower, headers: [thrower] }, new Blob(["x"], { type: "a/b" }), new File(["x"], "n"),
            new FormData(), new Headers({ a: "b" }), new Request("http://a/", { method: "POST", body: "x" }), new Response("x"), new ReadableStream({ pull() { throw 1; } }),
            ["sign"], ["encrypt"], new Map([[thrower, 1]]), new Date(NaN), new Error("x", { cause: thrower }), Promise.resolve(), globalThis];
        let calls = 0;
        const argumentLists = [[], ...values.map(v => [v])];
        for (let i = 0; i < values.length; i++) { const at = k => values[(i * k + seed) % values.length]; argumentLists.push([at(1), at(7)], [at(3), at(1), at(5)], [at(11), at(13), at(1), at(3), at(7)]); }
        const attempt = (f, self) => { for (const list of argumentLists) { calls++; try { const r = Reflect.apply(f, self, list); if (r instanceof Promise) r.catch(() => {}); } catch { } } };
        const members = (o, selves) => {
            for (const key of Reflect.ownKeys(o)) {
                const d = Object.getOwnPropertyDescriptor(o, key);
                for (const self of selves) for (const f of [d.value, d.get, d.set]) if (typeof f === "function" && key !== "constructor") attempt(f, self);
            }
        };
        """;

    public static TheoryData<string, int> Targets()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in (string[])["DOMException", "Event", "CustomEvent", "ErrorEvent", "MessageEvent", "PromiseRejectionEvent", "EventTarget",
            "AbortController", "AbortSignal", "Crypto", "SubtleCrypto", "CryptoKey", "Performance", "PerformanceMark", "PerformanceMeasure", "Navigator", "Scheduler",
            "Headers", "Request", "Response", "Blob", "File", "FormData", "URLPattern", "CompressionStream", "DecompressionStream", "MessageChannel", "MessagePort",
            "Cache", "CacheStorage", "EventSource", "WebSocket", "WebSocketPair", "Buffer", "StringDecoder"])
        {
            data.Add($"""
                const C = {name}; attempt(C, null); for (const list of argumentLists) try {"{"} new C(...list); {"}"} catch {"{"} {"}"}
                const made = []; for (const list of argumentLists) try {"{"} made.push(new C(...list)); {"}"} catch {"{"} {"}"}
                members(C, [C]); members(C.prototype, [...made.slice(0, 2), {"{}"}, thrower, C.prototype]);
                """, name.Length);
        }

        foreach (var name in (string[])["crypto", "crypto.subtle", "performance", "navigator", "scheduler", "console", "caches", "caches.default",
            "process", "nodeBuffer", "nodeCrypto", "nodeCrypto.hash('sha1')", "nodeCrypto.hmac('md5', 'k')", "nodeUrl", "nodeUtil", "nodeZlib", "nodeZlib.deflater('gzip', 1)", "nodeZlib.inflater('unzip')"])
        {
            data.Add($"members({name}, [{name}]); members(Object.getPrototypeOf({name}), [{name}]);", name.Length);
        }

        foreach (var name in (string[])["setTimeout", "setInterval", "clearTimeout", "queueMicrotask", "structuredClone", "reportError", "addEventListener", "removeEventListener", "dispatchEvent", "fetch"])
        {
            data.Add($"attempt({name}); attempt({name}, thrower);", name.Length);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Only_javascript_errors_reach_a_script(string script, int seed)
    {
        var test = new TestRealm(hasNodeModules: true);
        foreach (var (name, value) in ((string, JsValue)[])
            [("nodeBuffer", BufferModule.Create(test.Realm)), ("nodeCrypto", NodeCrypto.Create(test.Realm)), ("nodeUrl", NodeUrl.Create(test.Realm)), ("nodeUtil", NodeInspection.Create(test.Realm)),
                ("nodeZlib", NodeZlib.Create(test.Realm)), ("StringDecoder", test.Realm.ConstructorOf(JsStringDecoder.Definition))])
        {
            test.Engine.Global.Set(name, value);
        }

        try
        {
            Assert.True(test.Evaluate($"(() => {{ const seed = {seed}; {Prelude} {script} return calls; }})()") is { } calls && (double)calls.ToObject()! > 50);
        }
        catch (LimitExceededException)
        {
            // The budget may end first; then no exception of another kind came before.
        }
    }
}
