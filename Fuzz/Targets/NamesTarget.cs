using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Names of modules, properties, headers, fields, events and groups that mean something elsewhere.</summary>
internal sealed class NamesTarget : IFuzzTarget
{
    private static readonly string[] Names =
    [
        "__proto__", "constructor", "prototype", "then", "toString", "valueOf", "hasOwnProperty", "length", "name", "", " ", "\0", "\u202e", "../prelude.js", "./prelude.js", "/prelude.js", "prelude.js", "case.js", "../../../../etc/passwd", "file:///etc/passwd", "http://a.example/x.js", "data:text/javascript,export default 1", "node:fs", "node:process",
        "node:buffer", "node:vm", "cloudflare:sockets", "cloudflare:workers", "pureedge:x", "pureedge:internal", "C:\\x", "\\\\host\\share", "..%2fprelude.js", "prelude.js%00", "prelude.js\0.txt", "PRELUDE.JS", "prelude.js/", "./", ".", "..", "con", "nul", "aux.js", "\ud800", "a\u0301", "\u00e1", "K", "\u212a", "content-length", "Set-Cookie", "host",
        "transfer-encoding", "cookie", ":path", "GetType", "Item", "System.String", "CON.js", "__defineGetter__", "Symbol.iterator", "0", "-1", "4294967295", "4294967296", "1e400", "Infinity", "eval", "arguments", "await", "let", "static", "default", "*default*",
    ];

    private static readonly string[] Uses =
    [
        "await import($0).then((m) => { note(Object.keys(m).join()); })", "await import(\"./\" + $0).then((m) => { note(Object.keys(m).join()); })", "await import($0, { with: { type: $1 } })", "({ [$0]: 1 })[$1]", "Object.fromEntries([[$0, 1], [$1, 2]])", "JSON.parse('{' + JSON.stringify($0) + ':{' + JSON.stringify($1) + ':1}}')", "new Headers([[$0, $1]]).get($0)",
        "(() => { const f = new FormData(); f.append($0, $1); f.append($1, new Blob([]), $0); return f; })()", "await new Response((() => { const f = new FormData(); f.append($0, $1); f.append($1, new Blob([\"x\"]), $0); return f; })()).formData().then((f) => note([...f.keys()].join()))", "new URLSearchParams({ [$0]: $1 }).toString()", "globalThis[$0]", "env[$0]", "ctx[$0]",
        "request[$0]", "(globalThis[$0] = $1)", "new Event($0).type", "new CustomEvent($0, { [$1]: 1 })", "new File([], $0).name", "Symbol.for($0).description", "RegExp(`(?<${$0}>a)`)", "Object.defineProperty({}, $0, { value: $1 })[$0]", "Reflect.set(Object.create({ set [$0](v) {} }), $0, 1)", "new DOMException($0, $1).code", "structuredClone({ [$0]: { [$1]: 1 } })",
        "class { static [$0] = $1 }", "class { [$0]() {} get [$1]() {} }", "Object.groupBy([$0, $1], (x) => x)", "new Request(\"http://a/\", { method: $0 })", "new Response(\"\", { headers: { [$0]: $1 } })", "performance.mark?.($0)", "console.log({ [$0]: $1 })", "new TextDecoder($0)", "new Intl.Locale($0)", "Object.hasOwn(env, $0)", "addEventListener($0, () => {})", "new URL($0, \"http://\" + $1)",
        "(function () {}).bind()[$0]", "Object.assign(Object.create(null), { [$0]: 1 })", "[].concat.call({ [$0]: 1 })", "new Map([[$0, $1]]).get($0)", "new AbortController()[$0]", "Error.captureStackTrace?.({}, $0)", "crypto.subtle[$0]", "crypto.subtle.digest($0, new Uint8Array(1)).catch(() => {})", "Temporal[$0]", "new Worker($0)",
    ];

    public string Name => "names";

    public string About => "names of modules, properties, headers, fields and events that mean something elsewhere";

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var name = Gen.Elements(Names).Select(static text => Term.Of(Kind.Text, FuzzCase.Quote(text)));
        var use = from text in Gen.Elements(Uses) from first in name from second in name select Term.Any(text, first, second);
        return
            from count in Gen.Choose(1, 4)
            from uses in use.ArrayOf(count)
            from call in Calls.Any(surface, name)
            select FuzzProgram.Handler([.. uses.Select(static (what, index) => FuzzProgram.Keep(index, what)), FuzzProgram.Keep(4, call)]);
    }
}
