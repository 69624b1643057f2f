using PureEdge.AspNetCore.Serving;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Caching;

public sealed class ServerCacheTests : IDisposable
{
    private const string Source = """
        export default { async fetch(request) {
          if (request.url.endsWith('put')) { await caches.default.put('http://a/', new Response('kept', { headers: { 'cache-control': 'max-age=600' } })); }
          return new Response(await (await caches.default.match('http://a/'))?.text() ?? 'none');
        } };
        """;

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_response_survives_the_server_but_not_the_worker()
    {
        await using (var server = await StartAsync())
        {
            using var api = new ApiClient(server);
            await api.PutAsync("w", Source);
            Assert.Equal("none", await TextAsync(server, "/"));
            Assert.Equal("kept", await TextAsync(server, "/put"));
        }

        await using (var server = await StartAsync())
        {
            Assert.Equal("kept", await TextAsync(server, "/"));
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(_data.FullName, "cache"), "*", SearchOption.AllDirectories));
            using var api = new ApiClient(server);
            await api.SendAsync("DELETE", "workers/scripts/w");
            await api.PutAsync("w", Source);
            Assert.Equal("none", await TextAsync(server, "/"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_request_of_a_deleted_worker_puts_is_not_kept(bool isOnDisk)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(_ =>
        {
            asked.SetResult();
            return answer.Task;
        });
        await using var server = await TestServer.StartAsync(static _ => [], static o => o.AllowPrivateNetwork = true, isOnDisk ? _data.FullName : ":memory:");
        using var api = new ApiClient(server);
        var waits = Source.Replace("if (request.url.endsWith('put'))", $"if (request.url.endsWith('late')) await fetch('{upstream.Url}'); if (request.url.endsWith('late'))", StringComparison.Ordinal);
        await api.PutAsync("w", waits);
        var running = TextAsync(server, "/late");
        await asked.Task;
        await api.SendAsync("DELETE", "workers/scripts/w");
        await api.PutAsync("w", waits);
        answer.SetResult();
        // Its own request does not find it either: nothing was kept.
        Assert.Equal("none", await running);
        Assert.Equal("none", await TextAsync(server, "/"));
        if (isOnDisk)
        {
            Assert.Empty(Directory.GetFiles(Path.Combine(_data.FullName, "cache"), "*", SearchOption.AllDirectories));
        }
    }

    [Fact]
    public async Task In_memory_too_a_response_goes_with_its_worker()
    {
        await using var server = await TestServer.StartAsync(static _ => []);
        using var api = new ApiClient(server);
        await api.PutAsync("w", Source);
        Assert.Equal("kept", await TextAsync(server, "/put"));
        await api.SendAsync("DELETE", "workers/scripts/w");
        await api.PutAsync("w", Source);
        Assert.Equal("none", await TextAsync(server, "/"));
    }

    [Fact]
    public async Task What_a_server_that_died_left_of_a_deleted_worker_is_gone_at_the_next_start()
    {
        var cache = Path.Combine(_data.FullName, "cache");
        var copy = new List<(string Path, byte[] Bytes)>();
        await using (var server = await StartAsync())
        {
            using var api = new ApiClient(server);
            await api.PutAsync("w", Source);
            await api.PutAsync("stays", Source);
            Assert.Equal("kept", await TextAsync(server, "/put"));
            Assert.Equal("kept", await TextAsync(server, "/put", "stays"));
            copy.AddRange(Directory.GetFiles(cache, "*", SearchOption.AllDirectories).Select(static file => (file, File.ReadAllBytes(file))));
            await api.SendAsync("DELETE", "workers/scripts/w");
        }

        Assert.Equal(2, copy.Count);
        copy.ForEach(static file => File.WriteAllBytes(file.Path, file.Bytes));
        await using (var server = await StartAsync())
        {
            Assert.Equal("kept", await TextAsync(server, "/", "stays"));
            Assert.Single(Directory.GetFiles(cache, "*", SearchOption.AllDirectories));
        }
    }

    [Theory]
    [InlineData(-1, 1, "Option 'CacheBytes' is -1; it must be from 0 to 1099511627776.")]
    [InlineData(1, (1L << 40) + 1, "Option 'CacheBytesPerWorker' is 1099511627777; it must be from 0 to 1099511627776.")]
    public async Task A_bound_out_of_its_range_is_refused_at_the_start(long all, long worker, string message)
    {
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new ServerOptions { DataDirectory = ":memory:", CacheBytes = all, CacheBytesPerWorker = worker }));
        Assert.Equal("options_invalid", e.Code);
        Assert.Equal(message, e.Message);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(static _ => [], data: _data.FullName);

    private static async Task<string> TextAsync(TestServer server, string path, string worker = "w")
    {
        using var answer = await server.GetAsHostAsync($"{worker}.localhost", path);
        return await answer.Content.ReadAsStringAsync();
    }
}
