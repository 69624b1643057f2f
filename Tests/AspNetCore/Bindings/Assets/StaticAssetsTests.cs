using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Bindings.Assets;

public sealed class StaticAssetsTests
{
    private const string Upload = "workers/assets/upload?base64=true";

    [Fact]
    public async Task A_worker_of_nothing_but_assets_is_uploaded_and_answers()
    {
        await using var server = await UploadTests.StartAsync();
        await DeployAsync(server, "site", """{"not_found_handling":"404-page","_headers":"/*\n  X-A: b\n  ! Cache-Control\n/index.html\n  X-A: c","_redirects":"/old/* /new/:splat 301\n/alias / 200"}""", code: null, ("/index.html", "text/html", "<h1>hi</h1>"), ("/404.html", "text/html", "gone"), ("/ü b.txt", "text/plain", "umlaut"));
        using (var home = await GetAsync(server, "/"))
        {
            Assert.Equal(("<h1>hi</h1>", "text/html", "b", null), (await home.Content.ReadAsStringAsync(), home.Content.Headers.ContentType!.MediaType, home.Headers.GetValues("X-A").Single(), home.Headers.CacheControl?.ToString()));
        }

        Assert.Equal("404 gone", await TextAsync(server, "/deep/er"));
        Assert.Equal("200 umlaut", await TextAsync(server, "/%C3%BC%20b.txt"));
        Assert.Equal("307 /", await TextAsync(server, "/index.html"));
        Assert.Equal("301 /new/x?q=1", await TextAsync(server, "/old/x?q=1"));
        Assert.Equal("301 /evil.example", (await TextAsync(server, "/old//evil.example")).Replace("/new//", "/", StringComparison.Ordinal));
        Assert.Equal("200 <h1>hi</h1>", await TextAsync(server, "/alias"));
        using var post = new HttpRequestMessage(HttpMethod.Post, "/");
        post.Headers.Host = "site.localhost";
        using var refused = await server.Client.SendAsync(post);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD"), (refused.StatusCode, string.Join(", ", refused.Content.Headers.Allow)));
    }

    [Fact]
    public async Task ETags_ranges_and_HEAD_are_those_of_HTTP()
    {
        await using var server = await UploadTests.StartAsync();
        await DeployAsync(server, "site", "{}", code: null, ("/a.txt", "text/plain", "0123456789"));
        using var first = await GetAsync(server, "/a.txt");
        var etag = first.Headers.ETag!.ToString();
        Assert.Equal("public, max-age=0, must-revalidate", string.Join(", ", first.Headers.NonValidated["Cache-Control"]));
        Assert.Equal("304 ", await TextAsync(server, "/a.txt", ("If-None-Match", etag)));
        Assert.Equal("304 ", await TextAsync(server, "/a.txt", ("If-None-Match", $"\"x\", W/{etag}")));
        Assert.Equal("200 0123456789", await TextAsync(server, "/a.txt", ("If-None-Match", "\"x\"")));
        Assert.Equal("206 234", await TextAsync(server, "/a.txt", ("Range", "bytes=2-4")));
        Assert.Equal("206 234", await TextAsync(server, "/a.txt", ("Range", "bytes=2-4"), ("If-Range", etag)));
        Assert.Equal("200 0123456789", await TextAsync(server, "/a.txt", ("Range", "bytes=2-4"), ("If-Range", "\"x\"")));
        Assert.Equal("416 ", await TextAsync(server, "/a.txt", ("Range", "bytes=10-")));
        using var head = new HttpRequestMessage(HttpMethod.Head, "/a.txt");
        head.Headers.Host = "site.localhost";
        using var answer = await server.Client.SendAsync(head);
        Assert.Equal((10L, ""), (answer.Content.Headers.ContentLength, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_file_that_lies_there_compressed_too_is_sent_so_to_who_takes_it()
    {
        await using var server = await UploadTests.StartAsync();
        const string Code = "export default { async fetch(r, env) { const a = await env.ASSETS.fetch('http://x/a.js', { headers: { 'accept-encoding': 'gzip' } }); return new Response(a.headers.get('content-encoding') + a.headers.get('etag')); } };";
        await DeployAsync(
            server, "site", """{"run_worker_first":["/code"]}""", Code,
            ("/a.js", "text/javascript", "plain"), ("/a.js.br", "application/octet-stream", "br bytes"), ("/a.js.gz", "application/octet-stream", "gz"), ("/index.html", "text/html", "page"), ("/index.html.gz", "application/gzip", "gz page"));
        var plain = await AnswerAsync("/a.js", null);
        Assert.Equal("200 plain text/javascript  Accept-Encoding", plain.Text);
        var brotli = await AnswerAsync("/a.js", "gzip, deflate, br");
        Assert.Equal("200 br bytes text/javascript br Accept-Encoding", brotli.Text);
        Assert.Equal("200 gz text/javascript gzip Accept-Encoding", (await AnswerAsync("/a.js", "br;q=0, *")).Text);
        Assert.Equal(plain.Text, (await AnswerAsync("/a.js", "identity, x-gzip")).Text);
        Assert.NotEqual(plain.ETag, brotli.ETag);
        Assert.Equal("304   br Accept-Encoding", (await AnswerAsync("/a.js", "br", ("If-None-Match", brotli.ETag))).Text);
        Assert.Equal("206 la text/javascript  Accept-Encoding", (await AnswerAsync("/a.js", "br", ("Range", "bytes=1-2"))).Text);
        Assert.Equal("200 gz page text/html gzip Accept-Encoding", (await AnswerAsync("/", "gzip")).Text);
        Assert.Equal("200 br bytes application/octet-stream  ", (await AnswerAsync("/a.js.br", "br")).Text);
        Assert.StartsWith("200 gzip\"", await TextAsync(server, "/code"), StringComparison.Ordinal);

        async Task<(string Text, string ETag)> AnswerAsync(string path, string? accepted, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = "site.localhost";
            foreach (var (name, value) in accepted is null ? headers : [("Accept-Encoding", accepted), .. headers])
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await server.Client.SendAsync(request);
            var content = answer.Content.Headers;
            return ($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()} {content.ContentType} {string.Join(", ", content.ContentEncoding)} {string.Join(", ", answer.Headers.Vary)}", answer.Headers.ETag!.ToString());
        }
    }

    [Fact]
    public async Task Code_gets_what_no_file_answers_and_what_it_asked_for_and_may_fetch_files_itself()
    {
        await using var server = await UploadTests.StartAsync();
        const string Code = "export default { async fetch(r, env) { const u = new URL(r.url); return u.pathname === '/api/file' ? env.ASSETS.fetch(new URL('/a.txt', u)) : new Response('code ' + u.pathname); } };";
        await DeployAsync(server, "site", """{"run_worker_first":["/api/*"],"not_found_handling":"single-page-application"}""", Code, ("/a.txt", "text/plain", "file"), ("/api/x", "text/plain", "hidden"), ("/index.html", "text/html", "app"));
        Assert.Equal("200 file", await TextAsync(server, "/a.txt"));
        Assert.Equal("200 code /api/x", await TextAsync(server, "/api/x"));
        Assert.Contains("code /%61pi/x", await RawHttp.SendAsync(server.Address, "GET /%61pi/x HTTP/1.1\r\nHost: site.localhost\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal("200 file", await TextAsync(server, "/api/file"));
        Assert.Equal("200 code /data", await TextAsync(server, "/data"));
        Assert.Equal("200 app", await TextAsync(server, "/page", ("Sec-Fetch-Mode", "navigate")));
    }

    [Fact]
    public async Task Files_that_are_there_are_not_asked_for_again_and_a_rollback_brings_the_old_ones_back()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await DeployAsync(server, "site", "{}", code: null, ("/a.txt", "text/plain", "one"), ("/b.txt", "text/plain", "same"));
        var first = (string)(await api.SendAsync("GET", "workers/scripts/site/versions"))!["items"]![0]!["id"]!;
        var (_, asked) = await DeployAsync(server, "site", "{}", code: null, ("/a.txt", "text/plain", "two"), ("/b.txt", "text/plain", "same"));
        Assert.Equal(1, asked);
        Assert.Equal("200 two", await TextAsync(server, "/a.txt"));
        await api.DeployAsync("site", (first, 100));
        Assert.Equal("200 one", await TextAsync(server, "/a.txt"));
        Assert.Equal(0, (await DeployAsync(server, "site", "{}", code: null, ("/b.txt", "text/plain", "same"))).Asked);
        // Another worker's deployer has to send them: a hash is the sender's word.
        Assert.Equal(1, (await DeployAsync(server, "other", "{}", code: null, ("/b.txt", "text/plain", "same"))).Asked);
        await api.SendAsync("DELETE", "workers/services/site");
        Assert.Equal(1, (await DeployAsync(server, "site", "{}", code: null, ("/b.txt", "text/plain", "same"))).Asked);
    }

    [Fact]
    public async Task A_sweep_takes_files_that_nobody_has_or_wants()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var edge = await PureEdge.Storage.EdgeStore.OpenAsync(new() { DataDirectory = PureEdge.Storage.EdgeStore.InMemory, Clock = time });
        var store = new AspNetCore.Bindings.Assets.AssetStore(edge, time);
        var manifest = JsonNode.Parse("{\"/a.txt\":{\"hash\":\"" + Hash("a") + "\",\"size\":1}}")!;
        var (token, missing) = await store.BeginAsync("w", (JsonObject)manifest.DeepClone(), default);
        Assert.Single(missing);
        await store.AddAsync(await store.ReadSessionAsync(token, default), Hash("a"), "text/plain", new MemoryStream("a"u8.ToArray()), default);
        var table = await store.PutTableAsync(await store.CompleteAsync("w", token, default), default);
        time.Advance(TimeSpan.FromHours(2));
        // A version has it.
        await SweepAsync(table);
        Assert.Empty((await store.BeginAsync("w", (JsonObject)manifest.DeepClone(), default)).Buckets);
        // No version has it, but the session that just began wants it.
        await SweepAsync();
        Assert.Empty((await store.BeginAsync("w", (JsonObject)manifest.DeepClone(), default)).Buckets);
        time.Advance(TimeSpan.FromHours(2));
        await SweepAsync();
        Assert.Single((await store.BeginAsync("w", (JsonObject)manifest.DeepClone(), default)).Buckets);

        Task SweepAsync(params PureEdge.Storage.BlobReference[] tables) =>
            store.SweepAsync(TimeSpan.FromHours(1), _ => Task.FromResult<IReadOnlyList<PureEdge.Storage.BlobReference>?>(tables), default);
    }

    [Fact]
    public async Task A_session_takes_what_it_announced_and_nothing_else()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var (token, _) = await BeginAsync(api, "site", ("/a.txt", "text/plain", "content"));
        var hash = Hash("content");
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, server.Token, (hash, "text/plain", "content")));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, token[..^2], (hash, "text/plain", "content")));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, "a.b.c", (hash, "text/plain", "content")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(server, token, (new string('0', 32), "text/plain", "content")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(server, token, (hash, "text/plain", "longer than announced")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(server, token, (hash, "text/plain", "short")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(server, token, ("../../etc/passwd", "text/plain", "content")));
        var missing = await api.PutRefusedAsync("site", Metadata(token, "{}", null));
        Assert.Contains("was not uploaded", missing.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(server, token, (hash, "text/plain", "content")));
        Assert.Contains("another worker", (await api.PutRefusedAsync("thief", Metadata(token, "{}", null))).Message, StringComparison.Ordinal);
        Assert.Contains("not one of this server", (await api.PutRefusedAsync("site", Metadata("x", "{}", null))).Message, StringComparison.Ordinal);
        Assert.Contains("'_redirects'", (await api.PutRefusedAsync("site", Metadata(token, """{"_redirects":"nonsense"}""", null))).Message, StringComparison.Ordinal);
    }

    private static async Task<(string Token, int Asked)> DeployAsync(TestServer server, string name, string config, string? code, params (string Path, string Type, string Content)[] files)
    {
        using var api = new ApiClient(server);
        var (token, missing) = await BeginAsync(api, name, files);
        if (missing.Count > 0)
        {
            var parts = files.Where(f => missing.Contains(Hash(f.Content))).Select(f => (Hash(f.Content), f.Type, f.Content)).ToArray();
            Assert.Equal(HttpStatusCode.OK, await SendAsync(server, token, parts));
        }

        using var client = new HttpClient { BaseAddress = new Uri(server.Admin, "/client/v4/accounts/x/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        using var form = code is null ? ApiClient.Form(Metadata(token, config, code)) : ApiClient.Form(Metadata(token, config, code), ("index.js", "application/javascript+module", code));
        using var answer = await client.PutAsync($"workers/scripts/{name}", form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (token, missing.Count);
    }

    private static string Metadata(string token, string config, string? code) =>
        $$"""{"assets":{"jwt":"{{token}}","config":{{config}}}{{(code is null ? "" : ",\"main_module\":\"index.js\",\"bindings\":[{\"type\":\"assets\",\"name\":\"ASSETS\"}]")}}}""";

    private static async Task<(string Token, HashSet<string> Missing)> BeginAsync(ApiClient api, string name, params (string Path, string Type, string Content)[] files)
    {
        var manifest = new JsonObject(files.Select(f => KeyValuePair.Create(f.Path, (JsonNode?)new JsonObject { ["hash"] = Hash(f.Content), ["size"] = Encoding.UTF8.GetByteCount(f.Content) })));
        var session = await api.SendAsync("POST", $"workers/scripts/{name}/assets-upload-session", new JsonObject { ["manifest"] = manifest });
        return ((string)session!["jwt"]!, session["buckets"]!.AsArray().SelectMany(b => b!.AsArray()).Select(h => (string)h!).ToHashSet(StringComparer.Ordinal));
    }

    private static async Task<HttpStatusCode> SendAsync(TestServer server, string token, params (string Hash, string Type, string Content)[] files)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Admin, "/client/v4/accounts/x/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var form = new MultipartFormDataContent();
        foreach (var (hash, type, content) in files)
        {
            var part = new StringContent(Convert.ToBase64String(Encoding.UTF8.GetBytes(content)));
            part.Headers.ContentType = new MediaTypeHeaderValue(type);
            form.Add(part, $"\"{hash}\"", $"\"{hash}\"");
        }

        using var answer = await client.PostAsync(Upload, form);
        return answer.StatusCode;
    }

    private static string Hash(string content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..32];

    private static async Task<HttpResponseMessage> GetAsync(TestServer server, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "site.localhost";
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await server.Client.SendAsync(request);
    }

    private static async Task<string> TextAsync(TestServer server, string path, params (string Name, string Value)[] headers)
    {
        using var answer = await GetAsync(server, path, headers);
        return $"{(int)answer.StatusCode} {(answer.Headers.Location is { } to ? to.OriginalString : await answer.Content.ReadAsStringAsync())}";
    }
}
