using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class VersionTests
{
    [Fact]
    public async Task An_uploaded_version_answers_once_it_is_deployed_and_a_rollback_takes_it_back()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Saying("one"), ",\"annotations\":{\"workers/message\":\"first\",\"workers/tag\":\"t1\"}");
        var second = await api.AddVersionAsync("w", Saying("two"));
        Assert.Equal("one", await UploadTests.AskAsync(server, "w"));
        await api.DeployAsync("w", (second, 100));
        Assert.Equal("two", await UploadTests.AskAsync(server, "w"));
        var versions = (await api.SendAsync("GET", "workers/scripts/w/versions"))!["items"]!.AsArray();
        Assert.Equal([2, 1], versions.Select(v => (int)v!["number"]!));
        Assert.Equal("first", (string)versions[1]!["annotations"]!["workers/message"]!);
        await api.DeployAsync("w", ((string)versions[1]!["id"]!, 100));
        Assert.Equal("one", await UploadTests.AskAsync(server, "w"));
        Assert.Equal(3, (await api.SendAsync("GET", "workers/scripts/w/deployments"))!["deployments"]!.AsArray().Count);
        Assert.Equal("t1", (string)(await api.SendAsync("GET", $"workers/scripts/w/versions/{versions[1]!["id"]}"))!["annotations"]!["workers/tag"]!);
    }

    [Fact]
    public async Task Versions_share_the_requests_and_a_key_stays_with_one()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var first = (string)(await api.PutAsync("w", Saying("one")))!["deployment_id"]!;
        var second = await api.AddVersionAsync("w", Saying("two"));
        await api.DeployAsync("w", (first, 50), (second, 50));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var key = 0; key < 64; key++)
        {
            var answer = await WithKeyAsync(key);
            Assert.Equal(answer, await WithKeyAsync(key));
            seen.Add(answer);
        }

        Assert.Equal(["one", "two"], seen.Order(StringComparer.Ordinal));

        async Task<string> WithKeyAsync(int key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Host = "w.localhost";
            request.Headers.Add("Cloudflare-Workers-Version-Key", $"user-{key}");
            using var answer = await server.Client.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Theory]
    [InlineData(50.0, 40.0)]
    [InlineData(150.0, -50.0)]
    [InlineData(0.0, 0.0)]
    public async Task Percentages_that_are_not_100_together_are_refused(double one, double two)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var first = (string)(await api.PutAsync("w", Saying("one")))!["deployment_id"]!;
        var second = await api.AddVersionAsync("w", Saying("two"));
        var (status, _, message) = await api.RefusedAsync("POST", "workers/scripts/w/deployments", Deployment((first, one), (second, two)));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("must be 100", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_of_nothing_or_of_strangers_is_refused()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var first = (string)(await api.PutAsync("w", Saying("one")))!["deployment_id"]!;
        await api.PutAsync("other", Saying("other"));
        const string Path = "workers/scripts/w/deployments";
        Assert.Equal(HttpStatusCode.BadRequest, (await api.RefusedAsync("POST", Path, Deployment())).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.RefusedAsync("POST", Path, Deployment((first, 50), (first, 50)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.RefusedAsync("POST", Path, Deployment(("../../w/other", 100)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.RefusedAsync("POST", "workers/scripts/other/deployments", Deployment((first, 100)))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.RefusedAsync("POST", Path, new JsonObject { ["versions"] = 1 })).Status);
        Assert.Equal(10007, (await api.RefusedAsync("POST", "workers/scripts/nobody/deployments", Deployment((first, 100)))).Code);
        Assert.Equal("one", await UploadTests.AskAsync(server, "w"));
    }

    [Fact]
    public async Task A_hundred_versions_are_kept_and_the_one_that_answers()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var first = (string)(await api.PutAsync("w", Saying("first")))!["deployment_id"]!;
        for (var i = 0; i < 102; i++)
        {
            await api.AddVersionAsync("w", Saying($"{i}"));
        }

        var ids = (await api.SendAsync("GET", "workers/scripts/w/versions"))!["items"]!.AsArray().Select(v => (int)v!["number"]!).ToArray();
        Assert.Equal([.. Enumerable.Range(4, 100).Reverse(), 1], ids);
        Assert.Equal("first", await UploadTests.AskAsync(server, "w"));
        Assert.Equal(200, (int)(await server.GetAsHostAsync("w.localhost")).StatusCode);
        Assert.NotNull(await api.SendAsync("GET", $"workers/scripts/w/versions/{first}"));
    }

    [Fact]
    public async Task A_request_finishes_on_the_version_it_began_with()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", """
            export default { fetch() {
              let n = 0;
              return new Response(new ReadableStream({ async pull(c) { await scheduler.wait(1); n++ < 3 ? c.enqueue(new TextEncoder().encode("old ")) : c.close(); } }));
            } };
            """);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "w.localhost";
        using var begun = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await api.PutAsync("w", Saying("new"));
        Assert.Equal("new", await UploadTests.AskAsync(server, "w"));
        Assert.Equal("old old old ", await begun.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task No_request_fails_or_meets_an_older_version_during_a_thousand_deployments()
    {
        const int Deployments = 1_000;
        const int Clients = 4;
        using var data = new TemporaryFolder();
        await using var server = await TestServer.StartAsync(_ => [], data: data.FullName);
        using var api = new ApiClient(server);
        await api.PutAsync("w", Saying("0"));
        var (begun, done, asked) = (0, 0, 0);
        var load = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref done) < Deployments)
            {
                var least = Volatile.Read(ref done);
                using var answer = await server.GetAsHostAsync("w.localhost");
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.IsSuccessStatusCode, text);
                Assert.InRange(int.Parse(text, CultureInfo.InvariantCulture), least, Volatile.Read(ref begun));
                Interlocked.Increment(ref asked);
            }
        })).ToArray();
        for (var i = 1; i <= Deployments; i++)
        {
            Volatile.Write(ref begun, i);
            await api.PutAsync("w", Saying($"{i}"));
            Volatile.Write(ref done, i);
        }

        await Task.WhenAll(load);
        Assert.True(asked >= Deployments, $"{asked} requests were answered meanwhile");
    }

    private static string Saying(string text) => $"export default {{ fetch() {{ return new Response('{text}'); }} }};";

    private static JsonObject Deployment(params (string Version, double Percentage)[] versions) => new()
    {
        ["strategy"] = "percentage",
        ["versions"] = new JsonArray([.. versions.Select(v => new JsonObject { ["version_id"] = v.Version, ["percentage"] = v.Percentage })]),
    };
}
