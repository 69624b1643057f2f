using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace PureEdge.AspNetCore.Tests.Pipeline;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuringTests
{
    /// <summary>Tests that measure the process's memory, which others would disturb.</summary>
    public const string Name = "Measuring";
}

[Collection(MeasuringTests.Name)]
public sealed class StreamingTests
{
    private const long Large = 1L << 30;
    private const int Chunk = 256 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_gigabyte_that_only_passes_through_takes_no_memory()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentLength = Large;
            var chunk = new byte[Chunk];
            for (var sent = 0L; sent < Large; sent += Chunk)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });
        await using var server = await PassingServerAsync(upstream);
        await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead).ContinueWith(t => t.Result.Dispose(), TaskScheduler.Default);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var received = 0L;
        using var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(Large, response.Content.Headers.ContentLength);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[Chunk];
        for (int read, count = 0; (read = await body.ReadAsync(buffer)) > 0; count++)
        {
            received += read;
            if (count % 1000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            }
        }

        Assert.Equal(Large, received);
        Assert.InRange(most - before, long.MinValue, 64 << 20);
    }

    [Fact]
    public async Task An_upload_that_only_passes_through_is_streamed()
    {
        const long Size = 64L << 20;
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            var received = 0L;
            var buffer = new byte[Chunk];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
            {
                received += read;
            }

            await context.Response.WriteAsync($"{received} {context.Request.ContentLength}");
        });
        await using var server = await PassingServerAsync(upstream);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var content = new StreamContent(new ZeroStream(Size), Chunk);
        content.Headers.ContentLength = Size;
        using var response = await server.Client.PostAsync("/", content);
        Assert.Equal($"{Size} {Size}", await response.Content.ReadAsStringAsync());
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, long.MinValue, 48 << 20);
    }

    [Fact]
    public async Task A_slow_reader_holds_the_upstream_back()
    {
        var sent = 0L;
        var progress = new SemaphoreSlim(0);
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            var chunk = new byte[Chunk];
            for (; sent < Large; Interlocked.Add(ref sent, Chunk))
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                progress.Release();
            }
        });
        await using var server = await PassingServerAsync(upstream);
        using var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        // Nobody reads: the buffers between (sockets, Kestrel, ours) fill up, and then nothing moves any more.
        while (await progress.WaitAsync(TimeSpan.FromMilliseconds(500)) && Interlocked.Read(ref sent) < 128 << 20)
        {
        }

        Assert.InRange(Interlocked.Read(ref sent), 1, 48 << 20);
        var stopped = Interlocked.Read(ref sent);
        var buffer = new byte[Chunk];
        for (var read = 0L; read < stopped + (8 << 20);)
        {
            read += await body.ReadAsync(buffer);
        }

        Assert.True(await progress.WaitAsync(Patience), "reading did not let the upstream go on");
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_upstreams_answer()
    {
        var aborted = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.RequestAborted.Register(() => aborted.TrySetResult());
            var chunk = new byte[Chunk];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });
        await using var server = await PassingServerAsync(upstream);
        using (var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            Assert.True(await body.ReadAsync(new byte[Chunk]) > 0);
        }

        await aborted.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_answer_fires_the_signal_and_ends_the_subrequest()
    {
        var arrived = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.RequestAborted.Register(() => aborted.TrySetResult());
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var server = await TestServer.StartAsync($$"""
            let signals = 0;
            export default {
              async fetch(request) {
                if (new URL(request.url).pathname === "/signals") return new Response(String(signals));
                request.signal.addEventListener("abort", () => { signals++; });
                return fetch("{{upstream.Url}}");
              },
            };
            """, o => o.AllowPrivateNetwork = true);
        using var leave = new CancellationTokenSource();
        var request = server.Client.GetAsync("/", leave.Token);
        await arrived.Task.WaitAsync(Patience);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await aborted.Task.WaitAsync(Patience);
        // The isolate hears of it in a turn of its own, so it may take a few requests.
        var seen = "";
        for (var i = 0; i < 2_000 && seen != "1"; i++)
        {
            seen = await server.Client.GetStringAsync("/signals");
        }

        Assert.Equal("1", seen);
    }

    [Fact]
    public async Task Chunks_of_a_stream_arrive_as_they_are_written()
    {
        await using var server = await TestServer.StartAsync("""
            export default {
              fetch(request) {
                const bytes = new TextEncoder();
                return new Response(new ReadableStream({
                  async start(controller) {
                    controller.enqueue(bytes.encode("one"));
                    await scheduler.wait(100);
                    controller.enqueue(bytes.encode("two"));
                    controller.close();
                  },
                }));
              },
            };
            """);
        using var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[100];
        Assert.Equal("one", System.Text.Encoding.ASCII.GetString(buffer, 0, await body.ReadAsync(buffer)));
        Assert.Equal("two", System.Text.Encoding.ASCII.GetString(buffer, 0, await body.ReadAsync(buffer)));
        Assert.Equal(0, await body.ReadAsync(buffer));
    }

    [Fact]
    public async Task Requests_that_wait_for_the_upstream_wait_together()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            await Task.Delay(100);
            await context.Response.WriteAsync("late");
        });
        await using var server = await TestServer.StartAsync(
            $$"""export default { async fetch() { const r = await fetch("{{upstream.Url}}"); return new Response(await r.text()); } };""", o => o.AllowPrivateNetwork = true);
        await server.Client.GetStringAsync("/");
        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => server.Client.GetStringAsync("/")));
        Assert.All(answers, answer => Assert.Equal("late", answer));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task Memory_stays_flat_over_many_requests()
    {
        await using var server = await TestServer.StartAsync("export default { fetch(request) { return new Response('Hello from ' + new URL(request.url).pathname); } };");
        await AskAsync(4_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await AskAsync(20_000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 4 << 20);

        Task AskAsync(int count) => Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, stop) => Assert.Equal("Hello from /x", await server.Client.GetStringAsync("/x", stop)));
    }

    private static Task<TestServer> PassingServerAsync(Upstream upstream) => TestServer.StartAsync(
        $$"""export default { fetch: (request) => fetch("{{upstream.Url}}", request) };""", o => o.AllowPrivateNetwork = true);
}
