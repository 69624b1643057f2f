using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.AspNetCore.Tests.Bindings.Kv;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class KvApiTests
{
    private const string All = "storage/kv/namespaces";

    [Fact]
    public async Task Namespaces_are_made_listed_renamed_and_deleted()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var first = await KvBindingTests.NamespaceAsync(api, "b");
        var second = await KvBindingTests.NamespaceAsync(api, "a");
        Assert.Matches("^[0-9a-f]{32}$", first);
        Assert.Equal([second, first], Ids(await api.SendAsync("GET", All + "?per_page=1000")));
        Assert.Equal([first], Ids(await api.SendAsync("GET", All + "?per_page=1&page=2")));
        Assert.Empty(Ids(await api.SendAsync("GET", All + "?per_page=1000&page=2")));
        Assert.Empty(Ids(await api.SendAsync("GET", All + "?per_page=1000&page=9223372036854775807")));
        var taken = await api.RefusedAsync("POST", All, new JsonObject { ["title"] = "a" });
        Assert.Equal((HttpStatusCode.Conflict, 10014), (taken.Status, taken.Code));
        Assert.Equal(10014, (await api.RefusedAsync("PUT", $"{All}/{first}", new JsonObject { ["title"] = "a" })).Code);
        Assert.Equal("c", (string)(await api.SendAsync("PUT", $"{All}/{first}", new JsonObject { ["title"] = "c" }))!["title"]!);
        await KvBindingTests.NamespaceAsync(api, "b");
        await api.SendAsync("DELETE", $"{All}/{first}");
        Assert.Equal((HttpStatusCode.NotFound, 10013), Short(await api.RefusedAsync("DELETE", $"{All}/{first}")));
        await KvBindingTests.NamespaceAsync(api, "c");
    }

    [Theory]
    [InlineData("{}", "'title'")]
    [InlineData("[]", "JSON")]
    [InlineData("""{"title":7}""", "'title'")]
    [InlineData("""{"title":""}""", "1 to 512 bytes")]
    [InlineData("""{"title":"a\nb"}""", "1 to 512 bytes")]
    [InlineData("""{"title":"\ud800"}""", "JSON")]
    public async Task What_is_no_title_is_refused(string body, string expected)
    {
        await using var server = await UploadTests.StartAsync();
        using var client = Raw(server);
        using var answer = await client.PostAsync(All, new StringContent(body));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%2Fb%252Fc%20d", "a/b%2Fc d")]
    [InlineData("%C3%BC", "ü")]
    [InlineData("a%3Fb", "a?b")]
    [InlineData("%2E%2E%2Fx", "../x")]
    public async Task A_key_is_unescaped_once(string raw, string key)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await KvBindingTests.NamespaceAsync(api);
        using var client = Raw(server);
        using (var put = await client.PutAsync(Address(server, $"{All}/{id}/values/{raw}"), new StringContent("v")))
        {
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        Assert.Equal(key, (string)(await api.SendAsync("GET", $"{All}/{id}/keys"))![0]!["name"]!);
        using var got = await client.GetAsync(Address(server, $"{All}/{id}/values/{raw}"));
        Assert.Equal("v", await got.Content.ReadAsStringAsync());
        await api.SendAsync("DELETE", Address(server, $"{All}/{id}/values/{raw}").ToString());
        Assert.Empty((await api.SendAsync("GET", $"{All}/{id}/keys"))!.AsArray());
    }

    [Fact]
    public async Task A_value_has_metadata_and_an_expiration()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await KvBindingTests.NamespaceAsync(api);
        using var client = Raw(server);
        using var form = new MultipartFormDataContent { { new StringContent("v"), "value" }, { new StringContent("""{"m":1}"""), "metadata" } };
        using (var put = await client.PutAsync($"{All}/{id}/values/k?expiration=9999999999", form))
        {
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        Assert.Equal("""[{"name":"k","expiration":9999999999,"metadata":{"m":1}}]""", (await api.SendAsync("GET", $"{All}/{id}/keys?prefix="))!.ToJsonString());
        Assert.Equal("""{"m":1}""", (await api.SendAsync("GET", $"{All}/{id}/metadata/k"))!.ToJsonString());
        using var got = await client.GetAsync($"{All}/{id}/values/k");
        Assert.Equal(("v", "9999999999"), (await got.Content.ReadAsStringAsync(), got.Headers.GetValues("Expiration").Single()));
        await api.SendAsync("PUT", $"{All}/{id}/values/empty");
        using var empty = await client.GetAsync($"{All}/{id}/values/empty");
        Assert.Equal("", await empty.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.NotFound, 10009), Short(await api.RefusedAsync("GET", $"{All}/{id}/values/none")));
    }

    [Fact]
    public async Task Many_are_put_read_and_deleted_at_once()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await KvBindingTests.NamespaceAsync(api);
        var entries = new JsonArray([.. Enumerable.Range(0, 2500).Select(i => new JsonObject { ["key"] = $"k{i:0000}", ["value"] = $"{i}" })])
        {
            new JsonObject { ["key"] = "bytes", ["value"] = "/wA=", ["base64"] = true, ["metadata"] = new JsonObject { ["a"] = 1 } },
            new JsonObject { ["key"] = "large", ["value"] = new string('x', 100_000), ["expiration_ttl"] = 600 },
        };
        Assert.Equal(2502, (int)(await api.SendAsync("PUT", $"{All}/{id}/bulk", entries))!["successful_key_count"]!);
        var got = await api.SendAsync("POST", $"{All}/{id}/bulk/get", JsonNode.Parse("""{"keys":["k0007","none","bytes"],"withMetadata":true}"""));
        Assert.Equal("7", (string)got!["values"]!["k0007"]!["value"]!);
        Assert.Null(got["values"]!["none"]!["value"]);
        Assert.Equal(1, (int)got["values"]!["bytes"]!["metadata"]!["a"]!);
        using var client = Raw(server);
        Assert.Equal([255, 0], await client.GetByteArrayAsync($"{All}/{id}/values/bytes"));
        Assert.Equal(100_000, (await client.GetStringAsync($"{All}/{id}/values/large")).Length);
        var names = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = JsonNode.Parse(await client.GetStringAsync($"{All}/{id}/keys?prefix=k&cursor={cursor}"))!;
            names.AddRange(page["result"]!.AsArray().Select(k => (string)k!["name"]!));
            cursor = (string)page["result_info"]!["cursor"]!;
            if (cursor.Length == 0)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 2500).Select(i => $"k{i:0000}"), names);
        await api.SendAsync("DELETE", $"{All}/{id}/bulk", new JsonArray([.. names.Select(n => (JsonNode?)n)]));
        Assert.Equal(["bytes", "large"], (await api.SendAsync("GET", $"{All}/{id}/keys"))!.AsArray().Select(k => (string)k!["name"]!));
    }

    [Theory]
    [InlineData("PUT", "bulk", "{}", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "bulk", "[1]", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "bulk", """[{"key":"k"}]""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "bulk", """[{"key":"","value":""}]""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "bulk", """[{"key":"\ud800","value":""}]""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "bulk", """[{"key":"k","value":"*","base64":true}]""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "bulk", """[{"key":"k","value":"","expiration":"x"}]""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "bulk", """[{"key":"k","value":"","expiration_ttl":1}]""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "bulk", """[{"key":"k","value":"v"},""", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "bulk", """[1]""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "bulk/get", """{"keys":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "bulk/get", """{"keys":{}}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "values/k?expiration_ttl=x", "v", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "values/k?expiration_ttl=59", "v", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "values/k?expiration_ttl=99999999999999999999", "v", HttpStatusCode.BadRequest)]
    [InlineData("GET", "keys?limit=5000", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "keys?cursor=%00", null, HttpStatusCode.BadRequest)]
    public async Task What_is_wrong_is_the_senders_mistake(string method, string path, string? body, HttpStatusCode expected)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await KvBindingTests.NamespaceAsync(api);
        using var client = Raw(server);
        using var answer = await client.SendAsync(new(new(method), $"{All}/{id}/{path}") { Content = body is null ? null : new StringContent(body) });
        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains("\"success\":false", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await api.SendAsync("GET", $"{All}/{id}/keys"))!.AsArray());
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_refused_before_it_is_sent()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await KvBindingTests.NamespaceAsync(api);
        using var client = Raw(server);
        using var content = new StreamContent(new ZeroStream((25 << 20) + 1));
        content.Headers.ContentLength = (25 << 20) + 1;
        using var put = new HttpRequestMessage(HttpMethod.Put, $"{All}/{id}/values/k") { Content = content };
        put.Headers.ExpectContinue = true;
        using var answer = await client.SendAsync(put);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty((await api.SendAsync("GET", $"{All}/{id}/keys"))!.AsArray());
    }

    [Theory]
    [InlineData("/client/v4/accounts/x/storage/kv/namespaces/ID/values/../values/k")]
    [InlineData("/x/../client/v4/accounts/x/storage/kv/namespaces/ID/values/k")]
    [InlineData("/client/v4/accounts/x/storage/kv/namespaces/other/../ID/values/k")]
    public async Task A_path_that_is_not_plain_names_no_key(string path)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await KvBindingTests.NamespaceAsync(api);
        await api.SendAsync("PUT", $"{All}/{id}/values/k");
        var answer = await RawHttp.SendAsync(server.Admin, $"GET {path.Replace("ID", id, StringComparison.Ordinal)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Token}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_endpoint_asks_for_the_token()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var id = await KvBindingTests.NamespaceAsync(api);
        using var stranger = new ApiClient(server, "not-the-token-of-this-server");
        foreach (var (method, path) in new[] { ("GET", ""), ("POST", ""), ("DELETE", "/" + id), ("PUT", "/" + id), ("GET", $"/{id}/keys"), ("GET", $"/{id}/values/k"), ("PUT", $"/{id}/values/k"), ("DELETE", $"/{id}/values/k"), ("PUT", $"/{id}/bulk"), ("DELETE", $"/{id}/bulk"), ("POST", $"/{id}/bulk/get") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.RefusedAsync(method, All + path, new JsonObject())).Status);
        }
    }

    [Fact]
    public async Task What_a_deleted_namespace_held_is_swept()
    {
        await using var edge = await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory });
        var namespaces = new KvNamespaces(edge);
        var store = new KvStore(edge, namespaces, TimeProvider.System);
        var (gone, kept) = (await namespaces.CreateAsync("gone"), await namespaces.CreateAsync("kept"));
        foreach (var each in new[] { gone, kept })
        {
            await store.PutAsync(each.Id, KvRules.Key("k"), Encoding.UTF8.GetBytes("v"), default, null);
        }

        await namespaces.DeleteAsync(gone.Id);
        for (var sweep = 0; sweep < 2; sweep++)
        {
            await namespaces.SweepAsync();
            Assert.Empty((await edge.ListAsync(gone.Partition, new())).Entries);
        }

        Assert.Single((await edge.ListAsync(kept.Partition, new())).Entries);
        Assert.DoesNotContain((await edge.ListAsync("kv", new())).Entries, e => e.Key.ToString().Contains(gone.Id, StringComparison.Ordinal));
        var again = new KvNamespaces(edge);
        await again.LoadAsync();
        Assert.Equal(["kept"], again.All.Select(n => n.Title));
    }

    private static IEnumerable<string> Ids(JsonNode? list) => list!.AsArray().Select(n => (string)n!["id"]!);

    private static (HttpStatusCode Status, int Code) Short((HttpStatusCode Status, int Code, string Message) refused) => (refused.Status, refused.Code);

    // A plain Uri would shorten the path.
    private static Uri Address(TestServer server, string path) =>
        new(new Uri(server.Admin, "/client/v4/accounts/x/") + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static HttpClient Raw(TestServer server)
    {
        var client = new HttpClient { BaseAddress = new Uri(server.Admin, "/client/v4/accounts/x/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        return client;
    }
}
