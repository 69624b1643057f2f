using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.DependencyInjection;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.DependencyInjection;

public sealed class EmbeddingTests : IDisposable
{
    private const string Worker = """
        export default {
          fetch(request, env, ctx) {
            ctx.passThroughOnException();
            const { pathname } = new URL(request.url);
            if (pathname.endsWith("/throw")) throw new Error("no");
            return new Response(pathname);
          },
        };
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_mapped_worker_answers_beside_the_application()
    {
        _folder.Write("worker.js", Worker);
        await using var app = Build(services => services.AddPureEdge());
        app.MapGet("/", () => "the application");
        app.MapWorker("/fn/{**path}", "worker.js");
        using var client = await StartAsync(app);
        Assert.Equal("the application", await client.GetStringAsync("/"));
        using var answer = await client.GetAsync("/fn/a/b?c");
        Assert.Equal("/fn/a/b", await answer.Content.ReadAsStringAsync());
        Assert.NotEmpty(answer.Headers.GetValues("PureEdge-Request-Id"));
        using var failed = await client.GetAsync("/fn/throw");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        using var elsewhere = await client.GetAsync("/else");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.False(elsewhere.Headers.Contains("PureEdge-Outcome"));
    }

    [Fact]
    public async Task A_worker_at_its_host_name_may_pass_a_request_through_to_the_application()
    {
        _folder.Write("worker.js", Worker);
        await using var app = Build(services => services.AddPureEdge(options => options.BaseDomain = "edge.example"));
        app.UseWorkers();
        app.MapWorker("/unused", "worker.js");
        app.MapGet("/{**path}", () => "the application");
        using var client = await StartAsync(app);
        Assert.Equal("/x", await AskAsync("worker.edge.example", "/x"));
        Assert.Equal("the application", await AskAsync("worker.edge.example", "/throw"));
        Assert.Equal("the application", await AskAsync("other.edge.example", "/x"));

        async Task<string> AskAsync(string host, string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var response = await client.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task A_mapped_worker_has_what_it_binds_and_what_needs_a_store_is_refused_by_name()
    {
        _folder.Write("back/wrangler.json", """{ "name": "back", "main": "index.js" }""");
        _folder.Write("back/index.js", "export default { fetch: () => new Response('back') };");
        _folder.Write("front/public/fn/page.txt", "a file");
        _folder.Write("front/index.js", """
            export default { async fetch(request, env) {
              const first = await env.LIMIT.limit({ key: "k" }), second = await env.LIMIT.limit({ key: "k" });
              const page = await (await env.FILES.fetch("http://x/fn/page.txt")).text();
              return new Response([env.WORD, await (await env.BACK.fetch(request)).text(), first.success, second.success, typeof env.VERSION.id, page].join());
            } };
            """);
        const string Config = """
            {
              "name": "front", "main": "index.js", "vars": { "WORD": "w" },
              "services": [{ "binding": "BACK", "service": "back" }],
              "ratelimits": [{ "name": "LIMIT", "namespace_id": "1", "simple": { "limit": 1, "period": 60 } }],
              "version_metadata": { "binding": "VERSION" }, "assets": { "directory": "public", "binding": "FILES" },
            }
            """;
        _folder.Write("front/wrangler.jsonc", Config);
        _folder.Write("stored/index.js", Worker);
        _folder.Write("stored/wrangler.json", """{ "name": "stored", "main": "index.js", "kv_namespaces": [{ "binding": "KV" }] }""");
        await using var app = Build(services => services.AddPureEdge().AddPureEdge());
        app.MapWorker("/back", "back");
        app.MapWorker("/fn/{**path}", "front");
        Assert.Contains("'KV' needs KV ('kv_namespace')", Assert.Throws<PureEdgeException>(() => app.MapWorker("/b", "stored")).Message, StringComparison.Ordinal);
        using var client = await StartAsync(app);
        Assert.Equal("w,back,true,false,string,a file", await client.GetStringAsync("/fn/x"));
        Assert.Equal("a file", await client.GetStringAsync("/fn/page.txt"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_mapped_worker_is_told_when_it_is_mapped()
    {
        _folder.Write("worker.js", Worker);
        _folder.Write("other/worker.js", Worker);
        _folder.Write("broken.js", "export default {");
        await using var app = Build(services => services.AddPureEdge());
        app.MapWorker("/a", "worker.js");
        app.MapWorker("/again", "worker.js");
        Assert.Contains("gone.js' does not exist", Assert.Throws<PureEdgeException>(() => app.MapWorker("/b", "gone.js")).Message, StringComparison.Ordinal);
        Assert.Contains("broken.js:1:", Assert.Throws<WorkerLoadException>(() => app.MapWorker("/b", "broken.js")).Message, StringComparison.Ordinal);
        Assert.Contains("are both named 'worker'", Assert.Throws<PureEdgeException>(() => app.MapWorker("/b", "other/worker.js")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_registration_or_with_wrong_options_the_message_says_so()
    {
        _folder.Write("worker.js", Worker);
        await using var bare = Build(_ => { });
        Assert.Contains("AddPureEdge()", Assert.Throws<InvalidOperationException>(() => bare.MapWorker("/", "worker.js")).Message, StringComparison.Ordinal);
        await using var wrong = Build(services => services.AddPureEdge(o => o.Slots = -1));
        Assert.Contains("'Slots' is -1", Assert.Throws<PureEdgeException>(() => wrong.MapWorker("/", "worker.js")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_the_applications_server_refuses_answers_500()
    {
        // An application that is not ours writes headers as ASCII unless it says otherwise.
        _folder.Write("worker.js", "export default { fetch: () => new Response('', { headers: { 'x-name': 'caf\u00e9' } }) };");
        await using var app = Build(services => services.AddPureEdge());
        app.MapWorker("/", "worker.js");
        using var client = await StartAsync(app);
        using var answer = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("exception", answer.Headers.GetValues("PureEdge-Outcome").Single());
    }

    public void Dispose() => _folder.Dispose();

    private WebApplication Build(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = _folder.FullName });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        configure(builder.Services);
        return builder.Build();
    }

    private static async Task<HttpClient> StartAsync(WebApplication app)
    {
        await app.StartAsync();
        return new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }
}
