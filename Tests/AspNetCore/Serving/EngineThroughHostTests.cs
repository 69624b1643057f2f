using System.IO.Compression;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Serving;

/// <summary>What the engine does that only shows with a server and a client around it.</summary>
public sealed class EngineThroughHostTests
{
    [Fact]
    public async Task A_module_that_does_not_resolve_is_named_with_the_importing_line()
    {
        var e = await Assert.ThrowsAsync<WorkerLoadException>(() => TestServer.StartAsync("\nimport x from './nope.js';\nexport default { fetch() {} };"));
        Assert.Contains("nope.js", e.Message, StringComparison.Ordinal);
        Assert.Contains("worker.js:2:", e.Message + e.Failure.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encoded_body_is_decoded_when_the_worker_reads_it()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync("plain text"u8.ToArray());
        });
        await using var server = await TestServer.StartAsync(
            $$"""export default { async fetch() { const r = await fetch("{{upstream.Url}}"); return new Response(await r.text()); } };""", o => o.AllowPrivateNetwork = true);
        Assert.Equal("plain text", await server.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_client_that_leaves_while_the_body_streams_fires_the_signal()
    {
        await using var server = await TestServer.StartAsync("""
            let signals = 0;
            export default {
              fetch(request) {
                if (new URL(request.url).pathname === "/signals") return new Response(String(signals));
                request.signal.addEventListener("abort", () => { signals++; });
                return new Response(new ReadableStream({ async pull(c) { await scheduler.wait(1); c.enqueue(new Uint8Array(1)); } }));
              },
            };
            """);
        using (var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            Assert.Equal(1, await body.ReadAsync(new byte[1]));
        }

        var seen = "";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (seen != "1")
        {
            seen = await server.Client.GetStringAsync("/signals", patience.Token);
        }

        Assert.Equal("1", seen);
    }
}
