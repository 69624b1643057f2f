using System.Net;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class AddressTests
{
    [Fact]
    public async Task Routes_and_domains_lead_to_their_workers_and_routes_come_first()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        foreach (var name in new[] { "site", "api", "wild", "domain" })
        {
            await api.PutAsync(name, $"export default {{ fetch() {{ return new Response('{name}'); }} }};");
        }

        await api.SendAsync("PUT", "workers/scripts/site/routes", JsonNode.Parse("""[{"pattern":"example.com/*","zone_name":"example.com"}]"""));
        await api.SendAsync("PUT", "workers/scripts/api/routes", JsonNode.Parse("""[{"pattern":"example.com/api/*"}]"""));
        await api.SendAsync("PUT", "workers/scripts/wild/routes", JsonNode.Parse("""[{"pattern":"*.example.com/*"}]"""));
        var changes = await api.SendAsync("POST", "workers/scripts/domain/domains/changeset?replace_state=true", JsonNode.Parse("""[{"hostname":"own.example"},{"hostname":"www.example.com"}]"""));
        Assert.Equal(2, changes!["added"]!.AsArray().Count);
        await api.SendAsync("PUT", "workers/scripts/domain/domains/records", JsonNode.Parse("""{"override_scope":true,"origins":[{"hostname":"own.example"},{"hostname":"www.example.com"}]}"""));
        Assert.Equal("site", await AskAsync("example.com", "/"));
        Assert.Equal("site", await AskAsync("EXAMPLE.COM:8787", "/api"));
        Assert.Equal("api", await AskAsync("example.com", "/api/x"));
        Assert.Equal("wild", await AskAsync("www.example.com", "/"));
        Assert.Equal("domain", await AskAsync("own.example", "/any"));
        Assert.Equal("api", await AskAsync("api.localhost", "/"));
        await api.SendAsync("PUT", "workers/scripts/api/routes", new JsonArray());
        Assert.Equal("site", await AskAsync("example.com", "/api/x"));
        await api.SendAsync("DELETE", "workers/services/site");
        using var gone = await server.GetAsHostAsync("example.com");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        async Task<string> AskAsync(string host, string path)
        {
            using var answer = await server.GetAsHostAsync(host, path);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Of_two_workers_that_take_a_route_at_once_one_gets_it()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var names = Enumerable.Range(0, 8).Select(i => $"w{i}").ToArray();
        foreach (var name in names)
        {
            await api.PutAsync(name, "export default { fetch() {} };");
        }

        for (var round = 0; round < 10; round++)
        {
            // The same in another spelling.
            var host = $"{(round % 2 == 0 ? "Example" : "example")}{round}.com";
            await Task.WhenAll(names.Select(async (name, index) =>
            {
                using var client = new HttpClient { BaseAddress = new Uri(server.Admin, "/client/v4/accounts/x/") };
                client.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
                using var answer = await client.PutAsync($"workers/scripts/{name}/routes", new StringContent($$"""[{"pattern":"{{(index % 2 == 0 ? host : host.ToUpperInvariant())}}/*"}]"""));
            }));
            var taken = new List<string>();
            foreach (var route in (await api.SendAsync("GET", "../../zones/local/workers/routes"))!.AsArray())
            {
                taken.Add(((string)route!["pattern"]!).ToUpperInvariant());
            }

            Assert.Equal(taken.Distinct(), taken);
            Assert.Contains($"{host.ToUpperInvariant()}/*", taken);
        }
    }

    [Fact]
    public async Task What_is_quoted_of_a_sender_is_short()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { fetch() {} };");
        var route = await api.RefusedAsync("PUT", "workers/scripts/w/routes", new JsonArray(new JsonObject { ["pattern"] = new string('x', 500_000) + ":1/*" }));
        Assert.InRange(route.Message.Length, 1, 4200);
        Assert.EndsWith("the path may end with '*'.", route.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_worker_has_cannot_be_taken()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("one", "export default { fetch() {} };");
        await api.PutAsync("two", "export default { fetch() {} };");
        await api.SendAsync("PUT", "workers/scripts/one/routes", JsonNode.Parse("""[{"pattern":"example.com/*"}]"""));
        await api.SendAsync("PUT", "workers/scripts/one/domains/records", JsonNode.Parse("""{"origins":[{"hostname":"own.example"}]}"""));
        Assert.Contains("belongs to the worker 'one'", (await api.RefusedAsync("PUT", "workers/scripts/two/routes", JsonNode.Parse("""[{"pattern":"example.com/*"}]"""))).Message, StringComparison.Ordinal);
        Assert.Contains("belongs to the worker 'one'", (await api.RefusedAsync("PUT", "workers/scripts/two/domains/records", JsonNode.Parse("""{"origins":[{"hostname":"own.example"}]}"""))).Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.RefusedAsync("PUT", "workers/scripts/two/routes", JsonNode.Parse("""[{"pattern":"exa*mple.com/"}]"""))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.RefusedAsync("PUT", "workers/scripts/two/domains/records", JsonNode.Parse("""{"origins":[{"hostname":"a/b"}]}"""))).Status);
        Assert.Equal("one", (string)(await ZoneRoutesAsync(server))![0]!["script"]!);
    }

    [Fact]
    public async Task A_worker_taken_from_the_base_domain_does_not_answer_there()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { fetch() { return new Response('w'); } };");
        await api.SendAsync("POST", "workers/scripts/w/subdomain", JsonNode.Parse("""{"enabled":false}"""));
        using (var hidden = await server.GetAsHostAsync("w.localhost"))
        {
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        }

        await api.SendAsync("POST", "workers/scripts/w/subdomain", JsonNode.Parse("""{"enabled":true,"previews_enabled":false}"""));
        Assert.Equal("w", await UploadTests.AskAsync(server, "w"));
    }

    [Fact]
    public async Task Cron_triggers_are_kept_and_wrong_ones_refused()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { scheduled() {} };");
        await api.SendAsync("PUT", "workers/scripts/w/schedules", JsonNode.Parse("""[{"cron":"*/5 * * * *"}]"""));
        Assert.Equal("""{"schedules":[{"cron":"*/5 * * * *"}]}""", (await api.SendAsync("GET", "workers/scripts/w/schedules"))!.ToJsonString());
        var (status, _, message) = await api.RefusedAsync("PUT", "workers/scripts/w/schedules", JsonNode.Parse("""[{"cron":"61 * * * *"}]"""));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("'61'", message, StringComparison.Ordinal);
        Assert.Equal("""{"schedules":[{"cron":"*/5 * * * *"}]}""", (await api.SendAsync("GET", "workers/scripts/w/schedules"))!.ToJsonString());
    }

    private static async Task<JsonNode?> ZoneRoutesAsync(TestServer server)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {server.Token}");
        return JsonNode.Parse(await client.GetStringAsync(new Uri(server.Admin, "/client/v4/zones/local/workers/routes")))!["result"];
    }
}
