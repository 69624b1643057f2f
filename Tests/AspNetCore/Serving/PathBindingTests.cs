namespace PureEdge.AspNetCore.Tests.Serving;

/// <summary>Workers from a path get what their wrangler configuration binds.</summary>
public sealed class PathBindingTests
{
    [Theory]
    [InlineData("{ \"binding\": \"KV\", \"id\": \"0123456789abcdef0123456789abcdef\" }")]
    [InlineData("{ \"binding\": \"KV\" }")]
    public async Task A_namespace_is_there_without_being_made_first(string space)
    {
        await using var server = await TestServer.StartAsync(folder => [Project(folder, $"\"kv_namespaces\": [{space}]", """
            export default { async fetch(request, env) {
              await env.KV.put("k", "kept");
              return new Response(await env.KV.get("k"));
            } };
            """)]);
        Assert.Equal("kept", await server.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Services_rate_limits_and_the_version_are_bound()
    {
        await using var server = await TestServer.StartAsync(folder =>
        {
            folder.Write("back/wrangler.json", """{ "name": "back", "main": "index.js" }""");
            folder.Write("back/index.js", """
                import { WorkerEntrypoint } from "cloudflare:workers";
                export class Math extends WorkerEntrypoint { add(a, b) { return a + b; } }
                export default { fetch() { return new Response("back"); } };
                """);
            Project(folder, """
                "services": [{ "binding": "BACK", "service": "back" }, { "binding": "MATH", "service": "back", "entrypoint": "Math" }],
                "ratelimits": [{ "name": "LIMIT", "namespace_id": "1", "simple": { "limit": 1, "period": 60 } }],
                "version_metadata": { "binding": "VERSION" }
                """, """
                export default { async fetch(request, env) {
                  const first = await env.LIMIT.limit({ key: "k" }), second = await env.LIMIT.limit({ key: "k" });
                  return new Response([await (await env.BACK.fetch(request)).text(), await env.MATH.add(1, 2), first.success, second.success, typeof env.VERSION.id].join());
                } };
                """);
            return [folder.FullName];
        });
        using var answer = await server.GetAsHostAsync("front.localhost");
        Assert.Equal("back,3,true,false,string", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Assets_answer_before_the_code_and_to_it()
    {
        await using var server = await TestServer.StartAsync(folder =>
        {
            folder.Write("public/index.html", "<p>page");
            folder.Write("public/data.json", "{}");
            folder.Write("public/.well-known/x", "hidden");
            folder.Write("public/_headers", "/*\n  X-Mine: yes\n");
            return [Project(folder, "\"assets\": { \"directory\": \"public\", \"binding\": \"ASSETS\" }", "export default { async fetch(request, env) { return new Response('code ' + await (await env.ASSETS.fetch('http://x/data.json')).text()); } };")];
        });
        using var page = await server.Client.GetAsync("/");
        Assert.Equal("<p>page text/html; charset=utf-8 yes", $"{await page.Content.ReadAsStringAsync()} {page.Content.Headers.ContentType} {page.Headers.GetValues("X-Mine").Single()}");
        Assert.Equal("hidden", await server.Client.GetStringAsync("/.well-known/x"));
        Assert.Equal("code {}", await server.Client.GetStringAsync("/other"));
        Assert.Equal("code {}", await server.Client.GetStringAsync("/_headers"));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.Add("If-None-Match", page.Headers.ETag!.ToString());
        using var same = await server.Client.SendAsync(again);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, same.StatusCode);
        using var part = new HttpRequestMessage(HttpMethod.Get, "/");
        part.Headers.Add("Range", "bytes=3-4");
        using var middle = await server.Client.SendAsync(part);
        Assert.Equal("pa", await middle.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_the_assetsignore_names_is_no_asset()
    {
        await using var server = await TestServer.StartAsync(folder =>
        {
            folder.Write("public/index.html", "<p>page");
            folder.Write("public/.assetsignore", "_worker.js\nnode_modules/\n*.map\n!kept.map\n");
            foreach (var ignored in new[] { "_worker.js", "node_modules/a/index.js", "app.js.map", "kept.map", "deep/kept.map" })
            {
                folder.Write("public/" + ignored, "is there");
            }

            return [Project(folder, "\"assets\": { \"directory\": \"public\" }", "export default { fetch() { return new Response('code'); } };")];
        });
        foreach (var (path, expected) in new[]
        {
            ("/_worker.js", "code"), ("/node_modules/a/index.js", "code"), ("/app.js.map", "code"), ("/.assetsignore", "code"), ("/kept.map", "is there"), ("/deep/kept.map", "is there"),
        })
        {
            Assert.Equal((path, expected), (path, await server.Client.GetStringAsync(path)));
        }
    }

    [Theory]
    [InlineData("_worker.js")]
    [InlineData("_worker.js/index.js")]
    public async Task Code_of_Pages_among_the_assets_is_refused(string file)
    {
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => TestServer.StartAsync(folder =>
        {
            folder.Write("public/" + file, "secret");
            return [Project(folder, "\"assets\": { \"directory\": \"public\" }", "export default { fetch() {} };")];
        }));
        Assert.Contains("is code of Pages", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_may_be_assets_alone()
    {
        await using var server = await TestServer.StartAsync(folder =>
        {
            folder.Write("public/index.html", "<p>page");
            return [folder.Write("wrangler.jsonc", """{ "name": "front", "assets": { "directory": "./public", "not_found_handling": "single-page-application" } }""")];
        });
        Assert.Equal("<p>page", await server.Client.GetStringAsync("/"));
        Assert.Equal("<p>page", await server.Client.GetStringAsync("/any/page"));
    }

    [Theory]
    [InlineData("\"r2_buckets\": [{ \"binding\": \"B\", \"bucket_name\": \"b\" }]", "R2")]
    [InlineData("\"queues\": { \"producers\": [{ \"binding\": \"Q\", \"queue\": \"q\" }] }", "Queues")]
    [InlineData("\"durable_objects\": { \"bindings\": [{ \"name\": \"D\", \"class_name\": \"D\" }] }", "Durable Objects")]
    [InlineData("\"kv_namespaces\": [{ \"id\": \"x\" }]", "'kv_namespaces' without a string 'binding'")]
    [InlineData("\"kv_namespaces\": {}", "'kv_namespaces' that is not a list")]
    [InlineData("\"kv_namespaces\": [{ \"binding\": \"KV\", \"id\": \"../up\" }]", "no id of a KV namespace")]
    [InlineData("\"assets\": { \"directory\": \"nowhere\" }", "does not exist")]
    [InlineData("\"assets\": {}", "'assets' without a string 'directory'")]
    public async Task What_there_is_not_is_refused_by_name(string config, string expected)
    {
        var refused = await Assert.ThrowsAsync<PureEdgeException>(() => TestServer.StartAsync(folder => [Project(folder, config, "export default { fetch() { return new Response(); } };")]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static string Project(TemporaryFolder folder, string config, string source)
    {
        folder.Write("front/index.js", source);
        folder.Write("front/wrangler.jsonc", $$"""{ "name": "front", "main": "index.js", {{config.Replace("\"public\"", "\"../public\"", StringComparison.Ordinal)}} }""");
        return Path.Combine(folder.FullName, "front");
    }
}
