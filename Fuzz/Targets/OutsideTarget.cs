using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>What servers and clients of the outside send (<see cref="Running.Outside"/>): bodies, headers, event streams, content encodings, and frames of WebSockets, nearly right.</summary>
internal sealed class OutsideTarget : IFuzzTarget
{
    private static readonly string[] Texts =
    [
        "id: 1\nevent: x\ndata: a\ndata: b\n\n:c\nretry: 1\r\n\r\ndata\n\n", "\ufeffdata: a\rdata: b\r\rid\0: 2\n\ndata: c", "{\"a\":[1,2.5e-3,null]}", "a=1&b=%20+%zz&a", "<p class=x>a<!-- b --><a href='c'>d</a>", "plain \u00e9\ud83d\ude00",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"g.txt\"\r\nContent-Type: text/plain\r\n\r\nc\r\n--x--\r\n",
    ];

    private static readonly string[] Headers =
    [
        "content-type:text/event-stream", "content-type:application/json;charset=utf-16", "content-type:multipart/form-data; boundary=x", "content-type:application/x-www-form-urlencoded", "content-type:text/html; charset=shift_jis", "content-length:5", "content-length:-1", "content-range:bytes 0-1/9",
        "set-cookie:a=b; Path=/; HttpOnly", "cache-control:max-age=60, s-maxage=\"9\", stale-while-revalidate=1", "cache-control:private=x, no-store", "vary:*", "vary:accept, X-A", "expires:Thu, 01 Jan 2026 00:00:00 GMT", "date:0", "age:99999999999999999999", "etag:W/\"x\"", "last-modified:Fri, 31 Feb 2026 25:00:00 GMT", "location://\\b\\c",
        "sec-websocket-protocol:p", "transfer-encoding:chunked", "link:<a>; rel=preload", "x-a:\u00e9",
    ];

    private static readonly string[] Uses =
    [
        "note(await (await fetch($0)).text());", "note(JSON.stringify(await (await fetch($0)).json()));", "note([...(await (await fetch($0)).formData())].length);", "note((await (await fetch($0)).blob()).type);",
        "{ const r = await fetch($0), c = r.clone(); note((await r.arrayBuffer()).byteLength); note((await c.bytes()).length); }", "{ const r = (await fetch($0)).body.getReader({ mode: \"byob\" }); let d = false; for (let i = 0; i < 40 && !d; i++) { const x = await r.read(new Uint8Array(7)); d = x.done; note(x.value?.length); } }",
        "note(await new HTMLRewriter().on(\"*\", { element(e) { e.setAttribute(\"y\", \"1\"); } }).transform(await fetch($0)).text());", "{ const r = await fetch($0); await caches.default.put(\"http://c.example/x\", r); const m = await caches.default.match(new Request(\"http://c.example/x\", { headers: { range: \"bytes=0-1\", \"if-none-match\": \"*\" } })); note(m?.status); note(await m?.text()); }",
        "note(await new Response((await fetch($0)).body.pipeThrough(new TextDecoderStream())).text());", "note([...(await fetch($0)).headers].join());", "{ const r = await fetch($0); note(new Response(r.body, r).status); k[0] = r; }", "return await fetch($0);", "{ const r = await fetch($0, { cf: {}, redirect: \"manual\" }); await r.body?.cancel(); note(r.redirected); }",
        "await new Promise((done) => { const s = new EventSource($0); let n = 0; s.onmessage = (e) => { note(e.data); note(e.lastEventId); if (n++ > 9) s.close(); }; s.onerror = () => { note(s.readyState); if (s.readyState === 2 || n++ > 9) { s.close(); done(); } }; });",
    ];

    private static readonly string[] Sockets =
    [
        "s.addEventListener(\"message\", (e) => { note(typeof e.data === \"string\" ? e.data : e.data.byteLength ?? e.data.size); });", "s.addEventListener(\"message\", (e) => { if (n++ < 30) s.send(e.data); });", "s.addEventListener(\"message\", () => { throw new Error(\"hook\"); });", "s.addEventListener(\"close\", (e) => { note(e.code); note(e.reason); });",
        "s.binaryType = \"blob\";", "s.addEventListener(\"message\", () => { s.close(3000, \"bye\"); });", "s.addEventListener(\"error\", (e) => { note(e.message); });", "s.send?.(\"hello\");",
    ];

    private static readonly byte[] Likely = [0x00, 0x01, 0x0a, 0x0d, 0x1f, 0x22, 0x2d, 0x3a, 0x3b, 0x3d, 0x7e, 0x7f, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8a, 0x8b, 0xc1, 0xfe, 0xff];

    public string Name => "outside";

    public string About => "what servers and clients send: bodies, headers, event streams, content encodings, cached answers and frames of WebSockets, nearly right";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 4, Subrequests = 6 };

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var plain = Gen.Frequency((3, Edits.Of(Texts)), (1, Gen.Elements(Texts))).Select(static text => (Bytes: Encoding.UTF8.GetBytes(text), Header: ""));
        var encoded = from text in Gen.Elements(Texts) from encoding in Gen.Elements("gzip", "deflate", "br") select (Bytes: Encode(Encoding.UTF8.GetBytes(text), encoding), Header: $"content-encoding:{encoding}");
        var body = from content in Gen.Frequency((3, plain), (1, encoded)) from edit in ByteEdits.Any(Likely) from isEdited in Gen.Elements(false, true) select (Bytes: isEdited ? edit(content.Bytes) : content.Bytes, content.Header);
        var answer =
            from content in body
            from status in Gen.Frequency((6, Gen.Constant("200")), (1, Gen.Elements("204", "206", "301", "304", "404", "599")))
            from count in Gen.Choose(0, 3)
            from headers in Gen.Elements(Headers).ArrayOf(count)
            select Url("http", $"s={status}&b={Convert.ToHexStringLower(content.Bytes)}" + string.Concat(headers.Append(content.Header).Where(static h => h.Length > 0).Select(static h => "&h=" + Uri.EscapeDataString(h))));
        var fetched = from use in Gen.Elements(Uses) from url in answer select FuzzProgram.Try(Term.Any(use, url));
        var listeners = from count in Gen.Choose(1, 4) from some in Gen.Elements(Sockets).ArrayOf(count) select string.Join(' ', some);
        var called = from bytes in Frames.Of(isMasked: false) from more in listeners from closes in Gen.Elements("done();", "") select FuzzProgram.Try(Term.Any(
            $"{{ let n = 0; const s = new WebSocket($0); await new Promise((done) => {{ s.addEventListener(\"close\", () => {{ {closes} setTimeout(done, 1); }}); s.addEventListener(\"open\", () => {{ {more} }}); }}); }}", Url("ws", $"f={Convert.ToHexStringLower(bytes)}")));
        var upgraded = from bytes in Frames.Of(isMasked: false) from more in listeners select FuzzProgram.Try(Term.Any(
            $"{{ let n = 0; const s = (await fetch($0, {{ headers: {{ upgrade: \"websocket\" }} }})).webSocket; s.accept(); {more} await new Promise((done) => {{ s.addEventListener(\"close\", done); }}); }}", Url("http", $"f={Convert.ToHexStringLower(bytes)}")));
        var served = from bytes in Frames.Of(isMasked: true) from more in listeners select Term.Any(
            $"{{ let n = 0; const [c, s] = Object.values(new WebSocketPair()); s.accept(); {more} return new Response(null, {{ status: 101, webSocket: c, headers: {{ \"x-frames\": \"{Convert.ToHexStringLower(bytes)}\" }} }}); }}");
        var relayed = from bytes in Frames.Of(isMasked: false) from own in Frames.Of(isMasked: true) select Term.Any(
            $"{{ const r = await fetch($0, {{ headers: {{ upgrade: \"websocket\" }} }}); return new Response(null, {{ status: 101, webSocket: r.webSocket, headers: {{ \"x-frames\": \"{Convert.ToHexStringLower(own)}\" }} }}); }}", Url("http", $"f={Convert.ToHexStringLower(bytes)}"));
        return
            from count in Gen.Choose(1, 2)
            from steps in Gen.Frequency((5, fetched), (1, called), (1, upgraded)).ArrayOf(count)
            from last in Gen.Frequency((4, Gen.Constant(Term.Any(""))), (2, served), (1, relayed))
            select FuzzProgram.Handler([.. steps, last]);
    }

    private static Term Url(string scheme, string query) => Term.Of(Kind.Text, FuzzCase.Quote($"{scheme}://outside.example/?{query}"));

    private static byte[] Encode(byte[] bytes, string encoding)
    {
        using var to = new MemoryStream();
        using (Stream encoder = encoding switch { "gzip" => new GZipStream(to, CompressionLevel.Optimal), "deflate" => new ZLibStream(to, CompressionLevel.Optimal), _ => new BrotliStream(to, CompressionLevel.Optimal) })
        {
            encoder.Write(bytes);
        }

        return to.ToArray();
    }
}
