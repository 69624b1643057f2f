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

    [Fact]
    public async Task The_same_code_is_served_again_when_it_is_deployed_again()
    {
        const string Token = "the-token-of-this-test";
        const string Metadata = """{"main_module":"index.js","limits":{"cpu_ms":300000},"pureedge":{"limits":{"turn_milliseconds":600000}}}""";
        const string Code = "export default { fetch(request) { if (new URL(request.url).pathname === '/') return new Response('ok'); console.log('begun'); for (;;) {} } };";
        string data = Path.Combine(_folder.FullName, "data");
        for (int round = 0; round < 2; round++)
        {
            var (process, workers) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, data, "serve", "--token", Token);
            await using (process)
            {
                await PureEdgeCommand.WaitForLogAsync(process, "admin http");
                using HttpClient admin = new() { BaseAddress = new Uri(process.Log.Split('\n').First(line => line.StartsWith("admin ", StringComparison.Ordinal))["admin ".Length..].Trim()) };
                admin.DefaultRequestHeaders.Authorization = new("Bearer", Token);
                using HttpClient client = new() { BaseAddress = workers };
                if (round > 0)
                {
                    using var quarantined = await AskAsync(client, "w");
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, quarantined.StatusCode);
                }

                using MultipartFormDataContent form = new();
                StringContent metadata = new(Metadata);
                metadata.Headers.ContentType = null;
                form.Add(metadata, "metadata");
                StringContent module = new(Code);
                module.Headers.ContentType = new("application/javascript+module");
                form.Add(module, "index.js", "index.js");
                using var deployed = await admin.PutAsync("/client/v4/accounts/x/workers/scripts/w", form);
                Assert.True(deployed.IsSuccessStatusCode, await deployed.Content.ReadAsStringAsync());
                using var served = await AskAsync(client, "w");
                Assert.Equal("ok", await served.Content.ReadAsStringAsync());
                if (round == 0)
                {
                    var hanging = AskAsync(client, "w", "/hang");
                    await PureEdgeCommand.WaitForLogAsync(process, "begun");
                    process.Kill();
                    await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
                }
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<(ServerProcess Process, Uri Address)> ServeAsync() =>
        PureEdgeCommand.ServeOnAsync(_folder.FullName, Path.Combine(_folder.FullName, "data"), "serve", "workers");

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string worker, string path = "/")
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Host = worker + ".localhost";
        return client.SendAsync(request);
    }
}
