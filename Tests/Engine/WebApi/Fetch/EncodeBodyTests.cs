using System.IO.Compression;
using System.Text;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

/// <summary><c>encodeBody</c> of a response's init (https://developers.cloudflare.com/workers/runtime-apis/response/): who encodes what <c>content-encoding</c> names.</summary>
public sealed class EncodeBodyTests
{
    private const string Text = "a text, a text, a text";

    // "text" with gzip.
    private const string Encoded = "new Response(Uint8Array.fromBase64('" + Zipped + "'), { headers: { 'content-encoding': 'gzip', 'content-length': '24' }, encodeBody: 'manual' })";
    private const string Zipped = "H4sIAAAAAAACAytJrSgBAMenizsEAAAA";

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_body_is_encoded_on_its_way_out_whatever_it_came_as(string encoding)
    {
        foreach (var body in new[]
        {
            $"'{Text}'",
            $"new Blob(['{Text}']).stream()",
            $"new ReadableStream({{ start(c) {{ c.enqueue(new TextEncoder().encode('{Text[..5]}')); c.enqueue(new TextEncoder().encode('{Text[5..]}')); c.close(); }} }})",
        })
        {
            foreach (var how in new[] { "", ", encodeBody: 'automatic'" })
            {
                var response = await AskAsync($"new Response({body}, {{ headers: {{ 'content-encoding': '{encoding}', 'content-length': '{Text.Length}' }}{how} }})");
                Assert.Equal(encoding, response.Headers.Get("content-encoding"));
                Assert.False(response.Headers.Contains("content-length"));
                Assert.Equal(Text, Decode(encoding, response.Bytes));
            }
        }
    }

    [Theory]
    [InlineData(Encoded, "gzip 24 " + Zipped)]
    [InlineData(Encoded + ".clone()", "gzip 24 " + Zipped)]
    [InlineData("((r) => new Response(r.body, r))(" + Encoded + ")", "gzip 24 " + Zipped)]
    [InlineData("((r) => new Response(r.body, { headers: r.headers, encodeBody: 'manual' }))(" + Encoded + ")", "gzip 24 " + Zipped)]
    [InlineData("new Response('text', { headers: { 'content-encoding': 'zstd' } })", "zstd  dGV4dA==")]
    [InlineData("new Response('text', { headers: { 'content-encoding': 'gzip, br' } })", "gzip, br  dGV4dA==")]
    [InlineData("new Response('text', { headers: { 'content-encoding': '' } })", "  dGV4dA==")]
    [InlineData("new Response('ex', { status: 206, headers: { 'content-encoding': 'gzip', 'content-range': 'bytes 1-2/4', 'content-length': '2' } })", " 2 ZXg=")]
    [InlineData("new Response(null, { status: 204, headers: { 'content-encoding': 'gzip' } })", "gzip  ")]
    [InlineData("new Response(null, { status: 304, headers: { 'content-encoding': 'gzip', 'content-length': '9' } })", "gzip 9 ")]
    [InlineData("new Response(null, { headers: { 'content-encoding': 'gzip' } })", "gzip  ")]
    public async Task What_is_encoded_already_or_is_none_of_ours_goes_out_as_it_is(string answer, string expected)
    {
        var response = await AskAsync(answer);
        Assert.Equal(expected, $"{response.Headers.Get("content-encoding")} {response.Headers.Get("content-length")} {Convert.ToBase64String(response.Bytes)}");
    }

    [Fact]
    public async Task Automatic_over_a_manual_response_encodes_once_more()
    {
        var response = await AskAsync($"((r) => new Response(r.body, {{ headers: r.headers, encodeBody: 'automatic' }}))({Encoded})");
        Assert.Equal(Zipped, Convert.ToBase64String(Unzip(response.Bytes)));
    }

    [Fact]
    public async Task An_empty_body_is_encoded_too() =>
        Assert.Equal("", Decode("gzip", (await AskAsync("new Response('', { headers: { 'content-encoding': 'gzip' } })")).Bytes));

    [Fact]
    public async Task A_chunk_goes_out_before_the_next_one_comes()
    {
        using var test = new TestWorker("export default { fetch() { return new Response(new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode('first')); } }), { headers: { 'content-encoding': 'gzip' } }); } };");
        var result = await test.FetchAsync();
        await using var body = result.Response!.Body!;
        var bytes = new byte[1000];
        var count = 0;
        // The head of gzip, the chunk, and the mark after which nothing is kept back: the source gives no end.
        while (Decode("gzip", bytes[..count], whole: false) != "first")
        {
            count += await body.ReadAsync(bytes.AsMemory(count));
        }
    }

    [Fact]
    public async Task To_HEAD_nothing_is_encoded_and_work_behind_the_answer_goes_on()
    {
        using var test = new TestWorker("""
            export default { fetch(request, env, ctx) {
              ctx.waitUntil(new Promise((done) => setTimeout(done, 1)).then(() => console.log('done')));
              return new Response('text', { headers: { 'content-encoding': 'gzip', 'content-length': '4' } });
            } };
            """);
        var result = await test.FetchAsync(method: "HEAD");
        Assert.Equal("gzip", result.Response!.Headers.Get("content-encoding"));
        Assert.False(result.Response.Headers.Contains("content-length"));
        Assert.Null(result.Response.Body);
        await result.Completed;
        Assert.Equal("Log: done", test.Log);
    }

    [Fact]
    public async Task Encoding_is_paid_for()
    {
        using var test = new TestWorker(
            "const chunk = new Uint8Array(65536); export default { fetch() { return new Response(new ReadableStream({ pull(c) { c.enqueue(chunk.slice()); } }), { headers: { 'content-encoding': 'gzip' } }); } };",
            ExecutionLimits.Default with { CpuMilliseconds = 20 });
        var e = await Assert.ThrowsAnyAsync<Exception>(async () => await TestWorker.TextOf(await test.FetchAsync()));
        Assert.Contains("CPU time", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new Response('text', { headers: { 'content-encoding': 'gzip' } })")]
    [InlineData("new Response(new Blob(['text']).stream(), { headers: { 'content-encoding': 'br' } })")]
    [InlineData(Encoded)]
    [InlineData("new Response(new Blob([Uint8Array.fromBase64('" + Zipped + "')]).stream(), { headers: { 'content-encoding': 'gzip' }, encodeBody: 'manual' })")]
    public async Task Another_worker_reads_what_it_was_and_may_pass_it_on(string answer)
    {
        var back = $"import {{ WorkerEntrypoint }} from 'cloudflare:workers'; export default class extends WorkerEntrypoint {{ fetch() {{ return {answer}; }} get() {{ return {answer}; }} }};";
        foreach (var call in new[] { "env.BACK.fetch('http://b/')", "env.BACK.get()" })
        {
            using var reading = new LinkedWorkers(("front", $"export default {{ async fetch(r, env) {{ return new Response(await (await {call}).text()); }} }};"), ("back", back));
            Assert.Equal("text", await reading.AskAsync());
            using var passing = new LinkedWorkers(("front", $"export default {{ async fetch(r, env) {{ const a = await {call}; return new Response(a.body, a); }} }};"), ("back", back));
            var result = await passing.FetchAsync();
            Assert.Equal("text", Decode(result.Response!.Headers.Get("content-encoding")!, await BytesOf(result.Response)));
        }
    }

    [Theory]
    [InlineData("new Response('text', { headers: { 'content-encoding': 'gzip' } })", "text", "null")]
    [InlineData(Encoded, "text", "gzip")]
    [InlineData("await env.BACK.fetch('http://b/')", "text", "gzip")]
    public async Task A_cache_gives_back_what_was_put(string answer, string text, string encoding)
    {
        using var workers = new LinkedWorkers(
            ("front", $$"""
                export default { async fetch(r, env) {
                  await caches.default.put('http://a/', {{answer}});
                  const found = await caches.default.match('http://a/');
                  return new Response(`${await found.text()} ${found.headers.get('content-encoding')}`);
                } };
                """),
            ("back", $"export default {{ fetch() {{ return {Encoded}; }} }};"));
        Assert.Equal($"{text} {encoding}", await workers.AskAsync());
    }

    private static async Task<(HeaderList Headers, byte[] Bytes)> AskAsync(string answer)
    {
        using var test = new TestWorker($"export default {{ async fetch() {{ return {answer}; }} }};");
        var result = await test.FetchAsync();
        Assert.True(result.Response is not null, result.Failure?.Message);
        return (result.Response.Headers, await BytesOf(result.Response));
    }

    private static async Task<byte[]> BytesOf(WorkerResponse response)
    {
        if (response.Body is not { } body)
        {
            return response.Bytes.ToArray();
        }

        await using (body)
        {
            using var bytes = new MemoryStream();
            await body.CopyToAsync(bytes);
            return bytes.ToArray();
        }
    }

    private static byte[] Unzip(byte[] bytes)
    {
        using var zip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zip.CopyTo(plain);
        return plain.ToArray();
    }

    private static string Decode(string encoding, byte[] bytes, bool whole = true)
    {
        using Stream decoder = encoding switch
        {
            "br" => new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "deflate" => new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress),
            _ => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress),
        };
        var plain = new byte[1000];
        var count = 0;
        try
        {
            for (int read; (read = decoder.Read(plain, count, plain.Length - count)) > 0; count += read)
            {
            }
        }
        catch (InvalidDataException) when (!whole)
        {
            // It ends where it was cut.
        }

        return Encoding.UTF8.GetString(plain, 0, count);
    }
}
