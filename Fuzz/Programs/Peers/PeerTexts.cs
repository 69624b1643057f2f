using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Targets;

namespace PureEdge.Fuzz.Programs.Peers;

/// <summary>Statements about URLs, queries, headers, encodings and base64: each says what one input gives.</summary>
internal static class PeerTexts
{
    private static readonly string[] Urls =
    [
        "http://user:pa@host.example:8080/a/../b?c=d&e#f", "https://[::ffff:1.2.3.4]/", "http://0x7f.1/", "file:///C:/a|b", "data:text/html;base64,PGI+", "//\\a@b:c/%2e%2e/", "blob:http://a/x", "http://a.b.%63/\t\n", "javascript:1 #x",
        "/c/../../d;p?q", "?only=query", "#f\"`<>", "ws://x.y:80/", "wss://h:443?#", "non-special://h:99/p/../q", "mailto:a@b", "HTTP:\\\\A.Example\\b", "http://[1::2:0:0:3]:0/", "http://256.1.1.1/", "http://1.2.3/", "file://host/p", "file:c:\\d", "a:/..//b", "http://a b/",
        "https://%E4%BD%A0.example/%zz", "ftp://a:21/;type=i", "urn:x:y?+=1", "http://h/%7Ea'b{c}^|", "", "http://", "http:///x", "http:a", "http://a..b/", "http://-a-/", "http://a%2fb/", "x://%zz/", "file:////a//b", "http://1e2/", "http://08/", "http://a.0x/",
    ];

    private static readonly string[] Queries = ["a=1&b=%20+%zz&a&&=", "?x=y", "a=b&c", "%F0%9F%98%80=%ff", "a+b=c%2Bd", "=v&k=", "a=1;b=2", "\ufeffk=v", "a[]=1&a[]=2"];

    private static readonly string[] HeaderTexts = ["a", "Content-Type", "x-a", "text/html; charset=\"utf-8\"", " padded\t", "a\u00ffb", "", "set-cookie", "c=d; Path=/", "1, 2", "a\tb", "Proto_x", "~!#$%&'*+.^`|"];

    private static readonly string[] Base64 = ["YWJj", "YWJ", "YW==", "YQ=", " Y W J j\n", "YWJj====", "////", "-_", "A", "", "YWJjZA", "YR==", "\u00e9", "YWJj\fYQ=="];

    private static readonly string[] Labels = ["utf-8", "utf8", " UTF-8\\n", "unicode-1-1-utf-8", "utf-16le", "utf-16", "utf-16be", "ucs-2", "nothing", "UTF-7", ""];

    private static readonly string[] Parts = ["href", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"];

    // What is said is cut at some hundreds of characters (show.js), and a limit of ours is near.
    private const int MostLength = 200;

    private const string Record = "[u.href, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash, u.origin, [...u.searchParams]]";

    /// <summary>URLs: parsed alone and against a base, and changed part by part.</summary>
    public static Gen<Term> Url { get; } =
        from template in Gen.Elements(
            $"await say(\"URL\", () => {{ const u = new URL($0); return {Record}; }});",
            $"await say(\"URL-base\", () => {{ const u = new URL($0, $1); return {Record}; }});",
            "await say(\"URL.canParse\", () => [URL.canParse($0), URL.canParse($0, $1)]);",
            $"await say(\"URL.$2\", () => {{ const u = new URL($1); u.$2 = $0; return {Record}; }});",
            $"await say(\"URL.$2-$3\", () => {{ const u = new URL(\"https://u:p@h.example:81/a?b#c\"); u.$2 = $0; u.$3 = $1; return {Record}; }});",
            $"await say(\"URL.searchParams\", () => {{ const u = new URL($0), p = u.searchParams; p.append($1, $0); p.sort(); p.delete(\"c\"); return {Record}; }});")
        from a in Text(Urls)
        from b in Text(Urls)
        from part in Gen.Elements(Parts)
        from other in Gen.Elements(Parts)
        select Term.Any(template, a, b, Term.Any(part), Term.Any(other));

    /// <summary>Lists of pairs.</summary>
    public static Gen<Term> Query { get; } =
        from template in Gen.Elements(
            "await say(\"URLSearchParams\", () => { const p = new URLSearchParams($0); return [p.toString(), p.size, p]; });",
            "await say(\"URLSearchParams.pairs\", () => { const p = new URLSearchParams([[$0, $1], [$2, $0], [$1, $2]]); p.sort(); return [p.toString(), p.getAll($0), p.has($1, $2)]; });",
            "await say(\"URLSearchParams.record\", () => { const p = new URLSearchParams({ a: $0, [$1]: $2 }); p.set($0, $1); p.append($2, $2); p.delete($1, $2); return [p.toString(), p.get($0), [...p.keys()]]; });",
            "await say(\"URLSearchParams.live\", () => { const p = new URLSearchParams($0), r = []; for (const [n, v] of p) { r.push(n, v); if (r.length < 9) p.append($1, n); if (r.length === 4) p.delete(n); } return r; });")
        from a in Text(Queries)
        from b in Text(Queries)
        from c in Text(Queries)
        select Term.Any(template, a, b, c);

    /// <summary>Headers.</summary>
    public static Gen<Term> Headers { get; } =
        from template in Gen.Elements(
            "await say(\"Headers\", () => new Headers([[$0, $1], [$2, $0]]));",
            "await say(\"Headers.record\", () => new Headers({ b: $0, [$1]: $2, A: \"1\" }));",
            "await say(\"Headers.append\", () => { const h = new Headers(); h.append(\"x\", $0); h.append(\"X\", $1); h.set($2, $0); return [h, h.get(\"x\"), h.has($2)]; });",
            "await say(\"Headers.cookies\", () => { const h = new Headers([[\"Set-Cookie\", $0], [\"a\", $1]]); h.append(\"set-cookie\", $2); return [h.getSetCookie(), h.get(\"set-cookie\"), [...h.keys()]]; });",
            "await say(\"Headers.delete\", () => { const h = new Headers({ a: $0, b: $1 }), r = []; for (const [n] of h) { r.push(n); h.delete(n); if (r.length < 5) h.append(\"c\" + r.length, $2); } return [r, h]; });")
        from a in Text(HeaderTexts)
        from b in Text(HeaderTexts)
        from c in Text(HeaderTexts)
        select Term.Any(template, a, b, c);

    /// <summary>Base64 of binary strings.</summary>
    public static Gen<Term> Binary { get; } =
        from template in Gen.Elements("await say(\"atob\", () => atob($0));", "await say(\"btoa\", () => btoa($0));", "await say(\"atob-btoa\", () => atob(btoa($0) + $1));")
        from a in Text(Base64)
        from b in Text(Base64)
        select Term.Any(template, a, b);

    /// <summary>Texts to bytes and back, whole and in pieces.</summary>
    public static Gen<Term> Encoding { get; } =
        from template in Gen.Elements(
            "await say(\"TextDecoder\", () => new TextDecoder($0).decode($1));",
            "await say(\"TextDecoder.fatal\", () => new TextDecoder($0, { fatal: true, ignoreBOM: $4 }).decode($1));",
            "await say(\"TextDecoder.pieces\", () => { const d = new TextDecoder($0, { ignoreBOM: $4 }), b = $1, r = []; for (let i = 0; i < b.length; i += $3) r.push(d.decode(b.subarray(i, i + $3), { stream: true })); r.push(d.decode(), d.decode($1)); return r; });",
            "await say(\"TextDecoder.fatal-pieces\", () => { const d = new TextDecoder($0, { fatal: true }), r = []; for (const b of [$1, $1.subarray($3), $1]) try { r.push(d.decode(b, { stream: $4 })); } catch (e) { r.push(e.name); } return r; });",
            "await say(\"TextDecoder.label\", () => { const d = new TextDecoder($0); return [d.encoding, d.fatal, d.ignoreBOM]; });",
            "await say(\"TextEncoder\", () => new TextEncoder().encode($2));",
            "await say(\"TextEncoder.into\", () => { const b = new Uint8Array($3), r = new TextEncoder().encodeInto($2, b); return [r.read, r.written, b]; });")
        from label in Gen.Elements(Labels)
        from bytes in Bytes
        from text in Text(["abc", "\ud83d\ude00\ud800x", "\u00e4\u0800\uffff", "\udc00\ud83d", "\ufeffa"])
        from size in Gen.Choose(1, 7)
        from flag in Gen.Elements("true", "false")
        select Term.Any(template, Term.Of(Kind.Text, $"\"{label}\""), bytes, text, Term.Any($"{size}"), Term.Any(flag));

    // Starts of characters of one to four bytes, marks of byte order, halves of pairs, and what is never right.
    private static Gen<Term> Bytes { get; } =
        from length in Gen.Choose(0, 16)
        from bytes in Gen.Frequency(
            (3, Gen.Elements(0x61, 0xC3, 0xA4, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0xD8, 0xDC, 0x00, 0xC0, 0xED, 0xA0, 0xF4, 0x90, 0xBE, 0xB7)), (1, Gen.Choose(0, 255))).ArrayOf(length)
        select Term.Any($"new Uint8Array([{string.Join(", ", bytes)}])");

    private static Gen<Term> Text(string[] seeds) =>
        Gen.Frequency((2, Gen.Elements(seeds)), (3, Edits.Of(seeds))).Select(static text => Term.Of(Kind.Text, FuzzCase.Quote(text.Length > MostLength ? text[..MostLength] : text)));
}
