using System.Net;

namespace PureEdge.Cli.Tests;

/// <summary>A server that is killed in the middle of a worker's turn, and started again on the same data directory.</summary>
public sealed class QuarantineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_worker_that_ran_when_the_process_died_is_named_and_not_served_again_until_it_is_changed()
    {
        const string Settings = """{"main":"w.js","limits":{"cpu_ms":300000},"pureedge":{"limits":{"turn_milliseconds":600000}}}""";
        _folder.Write("workers/killer/w.js", "export default { fetch() { console.log('begun'); for (;;) {} } };");
        _folder.Write("workers/killer/wrangler.json", Settings);
        _folder.Write("workers/other.js", "export default { fetch() { return new Response('ok'); } };");
        var (first, address) = await ServeAsync();
        await using (first)
        {
            using HttpClient client = new() { BaseAddress = address };
            using var other = await AskAsync(client, "other");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            var hanging = AskAsync(client, "killer");
            await PureEdgeCommand.WaitForLogAsync(first, "begun");
            first.Kill();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
        }

        var (second, again) = await ServeAsync();
        await using (second)
        {
            await PureEdgeCommand.WaitForLogAsync(second, "died while these workers ran: killer@");
            using HttpClient client = new() { BaseAddress = again };
            using var other = await AskAsync(client, "other");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            using var killer = await AskAsync(client, "killer");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, killer.StatusCode);
            Assert.Equal("quarantined", killer.Headers.GetValues("PureEdge-Outcome").Single());
        }

        // Nobody ran when that process was ended, and the quarantine holds; a new version is another matter.
        _folder.Write("workers/killer/w.js", "export default { fetch() { return new Response('mended'); } };");
        var (third, last) = await ServeAsync();
        await using (third)
        {
            using HttpClient client = new() { BaseAddress = last };
            using var mended = await AskAsync(client, "killer");
            Assert.Equal("mended", await mended.Content.ReadAsStringAsync());
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<(ServerProcess Process, Uri Address)> ServeAsync() =>
        PureEdgeCommand.ServeOnAsync(_folder.FullName, Path.Combine(_folder.FullName, "data"), "serve", "workers");

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string worker)
    {
        HttpRequestMessage request = new(HttpMethod.Get, "/");
        request.Headers.Host = worker + ".localhost";
        return client.SendAsync(request);
    }
}
