using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class TokenTests
{
    private const string Worker = "export default { fetch() { return new Response('ok'); } };";

    [Theory]
    [InlineData("GET", "workers/scripts/b/settings")]
    [InlineData("GET", "workers/scripts/B/versions")]
    [InlineData("GET", "workers/scripts")]
    [InlineData("GET", "workers/services/b")]
    [InlineData("GET", "workers/workers/b")]
    [InlineData("DELETE", "workers/scripts/b")]
    [InlineData("DELETE", "workers/services/b")]
    [InlineData("POST", "workers/scripts/b/tails")]
    [InlineData("PUT", "workers/scripts/b/secrets")]
    [InlineData("POST", "workers/scripts/b/deployments")]
    [InlineData("POST", "workers/scripts/b/assets-upload-session")]
    [InlineData("GET", "storage/kv/namespaces")]
    [InlineData("POST", "storage/kv/namespaces")]
    [InlineData("GET", "storage/kv/namespaces/0123456789abcdef0123456789abcdef/values/a")]
    [InlineData("GET", "usage")]
    [InlineData("GET", "audit_logs")]
    [InlineData("GET", "tokens")]
    [InlineData("POST", "tokens")]
    [InlineData("GET", "workers/scripts/a%2F..%2Fb/settings")]
    [InlineData("GET", "no/such/thing")]
    public async Task A_token_for_one_worker_opens_nothing_of_others(string method, string path)
    {
        await using var server = await UploadTests.StartAsync();
        using var admin = new ApiClient(server);
        await admin.PutAsync("a", Worker);
        await admin.PutAsync("b", Worker);
        using var tenant = new ApiClient(server, await CreateAsync(admin, "deploy", "a"));
        Assert.Equal((HttpStatusCode.Forbidden, 9109), await tenant.RefusedAsync(method, path) is var (status, code, _) ? (status, code) : default);
    }

    [Fact]
    public async Task It_opens_all_of_its_own()
    {
        await using var server = await UploadTests.StartAsync();
        using var admin = new ApiClient(server);
        using var tenant = new ApiClient(server, await CreateAsync(admin, "deploy", "a"));
        await tenant.PutAsync("a", Worker);
        await tenant.SendAsync("PUT", "workers/scripts/a/secrets", new JsonObject { ["name"] = "KEY", ["text"] = "hush", ["type"] = "secret_text" });
        Assert.Equal(2, (await tenant.SendAsync("GET", "workers/scripts/a/versions"))!["items"]!.AsArray().Count);
        await tenant.SendAsync("GET", "workers/subdomain");
        Assert.Equal("test", (string)(await admin.SendAsync("GET", "audit_logs"))![0]!["actor"]!["name"]!);
        await tenant.SendAsync("DELETE", "workers/services/a");
    }

    [Fact]
    public async Task It_binds_only_what_is_its_own_or_an_administrator_bound()
    {
        await using var server = await UploadTests.StartAsync();
        using var admin = new ApiClient(server);
        await admin.PutAsync("a", Worker);
        await admin.PutAsync("b", Worker);
        await admin.PutAsync("other", Worker);
        var space = (string)(await admin.SendAsync("POST", "storage/kv/namespaces", new JsonObject { ["title"] = "mine" }))!["id"]!;
        using var tenant = new ApiClient(server, await CreateAsync(admin, "deploy", "a", "b"));
        var kv = $$""","bindings":[{"type":"kv_namespace","name":"KV","namespace_id":"{{space}}"}]""";
        const string Own = ""","bindings":[{"type":"service","name":"S","service":"b"}]""";
        const string Foreign = ""","bindings":[{"type":"service","name":"S","service":"other"}]""";
        foreach (var bindings in new[] { kv, Foreign })
        {
            var (status, _, message) = await tenant.PutRefusedAsync("a", $$"""{"main_module":"index.js"{{bindings}}}""", ("index.js", "application/javascript+module", Worker));
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Contains("may not bind", message, StringComparison.Ordinal);
        }

        await tenant.PutAsync("a", Worker, Own);
        await admin.PutAsync("a", Worker, kv);
        await tenant.PutAsync("a", Worker, kv);
    }

    [Fact]
    public async Task What_an_administrator_bound_opens_no_other_door_of_that_worker()
    {
        await using var server = await UploadTests.StartAsync();
        using var admin = new ApiClient(server);
        await admin.PutAsync("a", Worker);
        await admin.PutAsync("other", Worker);
        using var tenant = new ApiClient(server, await CreateAsync(admin, "deploy", "a"));
        const string Bound = ""","bindings":[{"type":"service","name":"S","service":"other","props":{"tenant":1}}]""";
        await admin.PutAsync("a", Worker, Bound);
        await tenant.PutAsync("a", Worker, Bound);
        foreach (var changed in new[] { Bound.Replace("\"tenant\":1", "\"tenant\":2", StringComparison.Ordinal), Bound.Replace(",\"props\"", ",\"entrypoint\":\"Admin\",\"props\"", StringComparison.Ordinal) })
        {
            var (status, _, message) = await tenant.PutRefusedAsync("a", $$"""{"main_module":"index.js"{{changed}}}""", ("index.js", "application/javascript+module", Worker));
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Contains("may not bind 'other'", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_that_reads_sees_everything_and_changes_nothing()
    {
        await using var server = await UploadTests.StartAsync();
        using var admin = new ApiClient(server);
        await admin.PutAsync("a", Worker);
        var token = await CreateAsync(admin, "read");
        using var reader = new ApiClient(server, token);
        await reader.SendAsync("GET", "workers/scripts/a/settings");
        await reader.SendAsync("GET", "usage");
        await reader.SendAsync("POST", "workers/scripts/a/tails");
        foreach (var (method, path) in new[] { ("DELETE", "workers/scripts/a"), ("PUT", "workers/scripts/a/secrets"), ("POST", "storage/kv/namespaces"), ("GET", "tokens"), ("POST", "tokens") })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.RefusedAsync(method, path)).Status);
        }

        using var client = new HttpClient { BaseAddress = server.Admin };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Contains("# TYPE", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        using var trigger = await client.GetAsync("/cdn-cgi/handler/scheduled?cron=*&worker=a");
        Assert.Equal(HttpStatusCode.Unauthorized, trigger.StatusCode);
    }

    [Fact]
    public async Task Tokens_outlive_a_restart_and_end_when_they_are_deleted()
    {
        using var folder = new TemporaryFolder();
        string token;
        await using (var server = await TestServer.StartAsync(_ => [], data: folder.FullName))
        {
            using var admin = new ApiClient(server);
            token = await CreateAsync(admin, "admin");
            var list = (await admin.SendAsync("GET", "tokens"))!;
            Assert.Equal(("test", "admin"), ((string)list[0]!["name"]!, (string)list[0]!["scope"]!));
            Assert.DoesNotContain(token, list.ToJsonString(), StringComparison.Ordinal);
        }

        await using var again = await TestServer.StartAsync(_ => [], data: folder.FullName);
        using var api = new ApiClient(again, token);
        await api.SendAsync("GET", "workers/scripts");
        await api.SendAsync("DELETE", "tokens/test");
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.RefusedAsync("GET", "workers/scripts")).Status);
        using var other = new ApiClient(again);
        Assert.Equal(HttpStatusCode.NotFound, (await other.RefusedAsync("DELETE", "tokens/test")).Status);
    }

    [Theory]
    [InlineData("""{"name":"n","scope":"owner"}""", "'owner' is no scope")]
    [InlineData("""{"name":"","scope":"read"}""", "name is not sound")]
    [InlineData("""{"name":"n","scope":"deploy"}""", "needs 1 to 100 workers")]
    [InlineData("""{"name":"n","scope":"read","workers":["a"]}""", "no other scope has any")]
    [InlineData("""{"name":"n","scope":"deploy","workers":["no name"]}""", "no name")]
    [InlineData("""{"name":"TEST","scope":"read"}""", "There is a token 'TEST' already")]
    [InlineData("""{"name":7,"scope":"read"}""", "JSON")]
    public async Task What_is_no_token_is_refused(string body, string expected)
    {
        await using var server = await UploadTests.StartAsync();
        using var admin = new ApiClient(server);
        await CreateAsync(admin, "read");
        Assert.Contains(expected, (await admin.RefusedAsync("POST", "tokens", JsonNode.Parse(body))).Message, StringComparison.Ordinal);
    }

    private static async Task<string> CreateAsync(ApiClient admin, string scope, params string[] workers) => (string)(await admin.SendAsync("POST", "tokens", new JsonObject
    {
        ["name"] = "test",
        ["scope"] = scope,
        ["workers"] = new JsonArray([.. workers.Select(static w => (JsonNode?)w)]),
    }))!["token"]!;
}
