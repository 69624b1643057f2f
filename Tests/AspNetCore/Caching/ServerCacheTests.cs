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
    [InlineData(-1, 1, "Option 'CacheBytes' is -1; it must be from 0 to 1099511627776.")]
    [InlineData(1, (1L << 40) + 1, "Option 'CacheBytesPerWorker' is 1099511627777; it must be from 0 to 1099511627776.")]
    public async Task A_bound_out_of_its_range_is_refused_at_the_start(long all, long worker, string message)
    {
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new ServerOptions { DataDirectory = ":memory:", CacheBytes = all, CacheBytesPerWorker = worker }));
        Assert.Equal("options_invalid", e.Code);
        Assert.Equal(message, e.Message);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(static _ => [], data: _data.FullName);

    private static async Task<string> TextAsync(TestServer server, string path)
    {
        using var answer = await server.GetAsHostAsync("w.localhost", path);
        return await answer.Content.ReadAsStringAsync();
    }
}
