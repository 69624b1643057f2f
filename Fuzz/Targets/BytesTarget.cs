using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Bytes and texts for every parser that a script can reach, and laws that must hold of what they give.</summary>
internal sealed class BytesTarget : IFuzzTarget
{
    private static readonly string[] Seeds =
    [
        "http://user:pa@host.example:8080/a/../b?c=d&e#f", "https://[::ffff:1.2.3.4]/", "http://0x7f.1/", "file:///C:/a|b", "data:text/html;base64,PGI+", "http://xn--nxasmq6b/", "//\\a@b:c/%2e%2e/", "blob:http://a/x", "http://a.b.%63/\t\n", "javascript:1",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"g.txt\"\r\nContent-Type: text/plain\r\n\r\nc\r\n--x--\r\n", "a=1&b=%20+%zz&a&&=", "text/html; charset=\"utf-8\"; boundary=x", "en-Latn-US-u-ca-gregory-x-a",
        "2026-01-02T03:04:05.678901234+01:00[Europe/Berlin][u-ca=hebrew]", "P1Y2M3W4DT5H6M7.8S", "-271821-04-20T00:00Z", "{\"a\":[1,2.5e-3,\"\\ud83d\\u0000\",null,{}],\"__proto__\":{}}", "YWJj\nZA==", "%F0%9F%98%80%ff", "(?<a>x)|[^\\d-\\w]{2,}?(?=y)(?<!z)\\k<a>", "1e309", "0x1fn", "  12_3 ", "&amp;&#x41;<a b='c'>", "de;q=0.5, *;q=0",
        "\ufeffabc\ud800\udc00\udfff", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}", "GET / HTTP/1.1", "a\u0300\u0316\u1100\u1161\u11a8", "W/\"etag\"", "max-age=1, private=\"x\"", "bytes=0-1,-2,5-",
    ];

    private static readonly string[] Parsers =
    [
        "new URL($0)", "new URL($0, \"http://a.example/b/c?d\")", "(() => { const u = new URL(\"http://a.example/\"); for (const p of [\"href\", \"host\", \"port\", \"search\", \"hash\", \"pathname\", \"protocol\", \"username\"]) { try { u[p] = $0; } catch { } } return u.href; })()", "new URLSearchParams($0).toString()", "new Headers([[\"a\", $0]])", "new Headers([[$0, \"a\"]])",
        "await new Response($2, { headers: { \"content-type\": \"multipart/form-data; boundary=x\" } }).formData().then((f) => { for (const [n, v] of f) note(n + typeof v); })", "await new Response($2, { headers: { \"content-type\": $0 } }).formData()", "await new Response($0, { headers: { \"content-type\": \"application/x-www-form-urlencoded\" } }).formData()",
        "atob($0)", "btoa($0)", "decodeURIComponent($0)", "decodeURI($0)", "unescape($0)", "escape($0)", "encodeURIComponent($0)", "JSON.parse($0)", "JSON.parse($0, function (k, v) { return this; })", "new RegExp($0)", "new RegExp($0, \"u\").exec($1)", "new RegExp($0, \"v\")", "$1.replace(/./gsu, $0)", "Date.parse($0)", "new Date($0).toISOString()",
        "Temporal.PlainDateTime.from($0)", "Temporal.ZonedDateTime.from($0)", "Temporal.Duration.from($0).total(\"seconds\")", "Temporal.Instant.from($0)", "Temporal.PlainMonthDay.from($0)", "new Intl.Locale($0)", "Intl.getCanonicalLocales($0)", "new Intl.DateTimeFormat(\"en\", { timeZone: $0 })", "new Intl.NumberFormat(\"en\", { style: \"unit\", unit: $0 })", "new Intl.NumberFormat(\"en\", { style: \"currency\", currency: $0 })",
        "Number($0)", "BigInt($0)", "parseFloat($0)", "parseInt($0, 36)", "new TextDecoder($0)", "new TextDecoder($3).decode($2)", "new TextDecoder($3, { fatal: true, ignoreBOM: true }).decode($2)", "(() => { const d = new TextDecoder($3); return d.decode($2, { stream: true }) + d.decode($2.subarray(1)); })()", "$0.normalize(\"NFKC\")", "$0.localeCompare($1)", "$0.isWellFormed() ? $0 : $0.toWellFormed()",
        "await fetch($0)", "await fetch(\"data:\" + $0).then((r) => r.text())", "new Request($0)", "new Request(\"http://a/\", { method: $0 })", "new Request(\"http://a/\", { headers: { cookie: $0 } })", "Response.redirect($0)", "new Response(null, { statusText: $0 })", "new Blob([$2], { type: $0 }).type", "Uint8Array.fromBase64($0)", "Uint8Array.fromHex($0)", "new Uint8Array(16).setFromBase64?.($0)",
        "await crypto.subtle.importKey(\"pkcs8\", $2, { name: \"ECDSA\", namedCurve: \"P-256\" }, false, [\"sign\"])", "await crypto.subtle.importKey(\"spki\", $2, { name: \"RSASSA-PKCS1-v1_5\", hash: \"SHA-256\" }, true, [\"verify\"])", "await crypto.subtle.importKey(\"jwk\", JSON.parse($0), { name: \"ECDSA\", namedCurve: \"P-256\" }, true, [\"verify\"])", "await crypto.subtle.importKey(\"raw\", $2, { name: \"AES-GCM\" }, true, [\"encrypt\"])", "await crypto.subtle.digest($0, $2)",
        "await new Response($2).json()", "await new Response($2).text()", "new URLPattern($0)", "new DOMException($0, $1)", "structuredClone($0 + $1)", "new Function($0)", "Symbol($0).toString()", "new Headers({ \"set-cookie\": $0 }).getSetCookie()", "new Response($2).body.pipeThrough(new DecompressionStream(\"gzip\"))", "new Intl.Segmenter(\"en\", { granularity: \"word\" }).segment($0)[Symbol.iterator]().next()",
        "String.raw({ raw: [$0, $1] }, 1)", "new Intl.ListFormat(\"en\").format([$0, $1])", "new TextEncoder().encodeInto($0, new Uint8Array(9))", "$0.split($1, 9)", "Object.fromEntries(new URLSearchParams($0))",
    ];

    private static readonly string[] Laws =
    [
        "{ const u = new URL($0); if (new URL(u.href).href !== u.href) line(\"ESCAPE law: a URL that is parsed again is another\"); }", "{ if (new TextDecoder(\"utf-8\", { ignoreBOM: true }).decode(new TextEncoder().encode($0)) !== $0.toWellFormed()) line(\"ESCAPE law: UTF-8 there and back\"); }",
        "{ const b = Array.from($0, (c) => String.fromCharCode(c.charCodeAt(0) & 255)).join(\"\"); if (atob(btoa(b)) !== b) line(\"ESCAPE law: base64 there and back\"); }", "{ const v = JSON.parse($0), t = JSON.stringify(v); if (JSON.stringify(JSON.parse(t)) !== t) line(\"ESCAPE law: JSON there and back\"); }",
        "{ const p = new URLSearchParams($0), t = p.toString(); if (new URLSearchParams(t).toString() !== t) line(\"ESCAPE law: form-urlencoded there and back\"); }", "{ if (decodeURIComponent(encodeURIComponent($0)) !== $0) line(\"ESCAPE law: percent-encoding there and back\"); }", "{ const n = Number($0); if (!Object.is(Number(String(n)), n) && n === n && n !== 0) line(\"ESCAPE law: a number there and back\"); }",
        "{ const s = JSON.stringify($0); if (JSON.parse(s) !== $0) line(\"ESCAPE law: a text in JSON there and back\"); }", "{ if (structuredClone($0) !== $0) line(\"ESCAPE law: a text cloned\"); }", "{ const n = $0.normalize(\"NFC\"); if (n.normalize(\"NFC\") !== n) line(\"ESCAPE law: normalize twice\"); }",
        "{ const t = await new Response($2).text(); if (t !== new TextDecoder().decode($2)) line(\"ESCAPE law: Response.text and TextDecoder\"); }", "{ const b = new Uint8Array(await new Blob([$2, $2]).slice(1).arrayBuffer()); if (b.length !== Math.max(0, 2 * $2.length - 1)) line(\"ESCAPE law: length of a slice\"); }",
        "{ const f = new FormData(); f.append($0, $1); const g = await new Response(f).formData(); if (g.get($0.toWellFormed()) !== $1.toWellFormed().replace(/\\r\\n?|\\n/g, \"\\r\\n\") && [...g].length !== 1) line(\"ESCAPE law: a form there and back\"); }",
    ];

    private static readonly string[] Labels =
    [
        "utf-8", "utf-16le", "utf-16be", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "gbk", "gb18030", "big5", "windows-1252", "iso-8859-7", "koi8-u", "macintosh", "x-user-defined", "ibm866", "windows-874",
    ];

    public string Name => "bytes";

    public string About => "bytes and texts for the parsers of URLs, headers, multipart, encodings, base64, keys, dates, locales, JSON and patterns, and laws of what they give";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 4 };

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var seeded = Edits.Of(Seeds);
        var random = Gen.Choose(0, 40).SelectMany(static length => Gen.Frequency((3, Gen.Choose(0, 127)), (1, Gen.Choose(128, 0xffff))).ArrayOf(length)).Select(static chars => string.Concat(chars.Select(static c => (char)c)));
        var text = Gen.Frequency((4, seeded), (1, random), (1, Gen.Elements(Seeds)));
        var quoted = text.Select(static t => Term.Of(Kind.Text, FuzzCase.Quote(t)));
        var bytes = Gen.Frequency(
            (2, text.Select(static t => Term.Of(Kind.Buffer, $"new TextEncoder().encode({FuzzCase.Quote(t)})"))),
            (1, Gen.Choose(0, 60).SelectMany(static length => Gen.Choose(0, 255).ArrayOf(length)).Select(static b => Term.Of(Kind.Buffer, $"new Uint8Array([{string.Join(',', b)}])"))));
        var label = Gen.Elements(Labels).Select(static l => Term.Of(Kind.Text, $"\"{l}\""));
        var parse = from parser in Gen.Elements(Parsers) from a in quoted from b in quoted from c in bytes from d in label select Term.Any(parser, a, b, c, d);
        var law = from rule in Gen.Elements(Laws) from a in quoted from b in quoted from c in bytes select FuzzProgram.Try(Term.Any(rule, a, b, c));
        return
            from count in Gen.Choose(1, 4)
            from parses in parse.ArrayOf(count)
            from laws in law.ArrayOf(2)
            select FuzzProgram.Handler([.. parses.Select(static (p, index) => FuzzProgram.Keep(index, p)), .. laws]);
    }
}
