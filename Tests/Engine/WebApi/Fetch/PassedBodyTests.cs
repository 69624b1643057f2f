using System.IO.Compression;
using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

/// <summary>Bodies that go through several workers, and what their decoding costs.</summary>
public sealed class PassedBodyTests
{
    private const string Echo = "export default { fetch(r) { return new Response(r.body); } };";
    private const string EncodedEcho = "export default { fetch(r) { return new Response(r.body, { headers: { 'content-encoding': 'gzip' }, encodeBody: 'manual' }); } };";

    private const string UsedUp = "Error: The request has used up its CPU time of 50 ms, in decoding what it fetched.";

    [Fact]
    public async Task A_body_goes_through_as_many_workers_as_a_request_may_set_to_work()
    {
        var answer = await AskAsync(Echo, $"{Through(Convert.ToBase64String("text"u8), InvocationChain.Most)} return new Response(body);");
        Assert.Equal("text", answer);
    }

    [Fact]
    public async Task What_a_fetched_body_says_is_encoded_is_decoded()
    {
        var once = Convert.ToBase64String(Zip("text"u8.ToArray()));
        Assert.Equal("text", await AskAsync(EncodedEcho, $"{Through(once, 1)} return new Response(await new Response(body).text());"));
    }

    [Fact]
    public async Task An_answer_that_is_whole_already_is_decoded_too()
    {
        var once = Convert.ToBase64String(Zip("text"u8.ToArray()));
        Assert.Equal("text", await AskAsync(
            $"export default {{ fetch() {{ return new Response(Uint8Array.fromBase64('{once}'), {{ headers: {{ 'content-encoding': 'gzip' }}, encodeBody: 'manual' }}); }} }};",
            "return new Response(await (await env.BACK.fetch('http://b/')).text());"));
    }

    [Fact]
    public async Task What_one_worker_decoded_another_gets_decoded_whatever_it_calls_it()
    {
        var twice = Convert.ToBase64String(Zip(Zip("text"u8.ToArray())));
        Assert.Equal("text", await AskAsync(EncodedEcho, $"{Through(twice, 2)} return new Response(await new Response(body).text());"));
    }

    [Fact]
    public async Task Decoding_is_paid_for_where_a_few_bytes_are_endless_work()
    {
        var answer = await AskAsync(EncodedEcho, $"{Through(Bomb(), 3)} try {{ return new Response(await new Response(body).text()); }} catch (e) {{ return new Response(String(e)); }}");
        Assert.Equal(UsedUp, answer);
    }

    [Fact]
    public async Task Decoding_is_paid_for_behind_the_answer_too()
    {
        var error = await Assert.ThrowsAsync<HostErrorException>(() => AskAsync(EncodedEcho, $"{Through(Bomb(), 3)} return new Response(body);"));
        Assert.Equal(UsedUp, "Error: " + error.Message);
    }

    private static string Through(string base64, int times) =>
        $"let body = Uint8Array.fromBase64('{base64}'); for (let i = 0; i < {times}; i++) body = (await env.BACK.fetch('http://b/', {{ method: 'POST', body }})).body;";

    /// <summary>Zipped three times, each layer far longer than the one around it, and the innermost says nothing: no byte comes out that could be counted.</summary>
    private static string Bomb()
    {
        byte[] emptyBlock = [0, 0, 0, 0xff, 0xff];
        var nothing = new MemoryStream();
        nothing.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
        for (var i = 0; i < 16_000_000; i++)
        {
            nothing.Write(emptyBlock);
        }

        nothing.Write([1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
        return Convert.ToBase64String(Zip(Zip(nothing.ToArray())));
    }

    private static byte[] Zip(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            zip.Write(bytes);
        }

        return zipped.ToArray();
    }

    private static async Task<string> AskAsync(string back, string front)
    {
        using var workers = new LinkedWorkers(("front", $"export default {{ async fetch(r, env) {{ {front} }} }};"), ("back", back));
        return await workers.AskAsync();
    }
}
