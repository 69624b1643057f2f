using System.Net;
using PureEdge.AspNetCore.Serving;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Serving;

public sealed class PureEdgeServerTests
{
    private const string Counter = "let n = 0; export default { fetch() { return new Response(String(++n)); } };";

    [Fact]
    public async Task Several_workers_answer_at_their_names_below_the_base_domain()
    {
        await using var server = await TestServer.StartAsync(
            folder => [folder.Write("one.js", Named("1")), folder.Write("two.js", Named("2"))], o => o.BaseDomain = "edge.example");
        foreach (var (host, expected) in new[] { ("one.edge.example", "1"), ("TWO.EDGE.EXAMPLE:8080", "2") })
        {
            using var answer = await server.GetAsHostAsync(host);
            Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        }

        foreach (var host in new[] { "three.edge.example", "edge.example", "one.localhost", "x.one.edge.example" })
        {
            using var answer = await server.GetAsHostAsync(host);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("scriptNotFound", answer.Headers.GetValues("PureEdge-Outcome").Single());
            Assert.NotEmpty(answer.Headers.GetValues("PureEdge-Request-Id"));
        }

        static string Named(string name) => $"export default {{ fetch() {{ return new Response('{name}'); }} }};";
    }

    [Fact]
    public async Task The_only_worker_answers_at_every_host()
    {
        await using var server = await TestServer.StartAsync(Counter);
        using var answer = await server.GetAsHostAsync("anything.example");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Module_state_survives_between_requests_unless_each_has_its_own_isolate()
    {
        await using var server = await TestServer.StartAsync(folder =>
        {
            foreach (var isolation in new[] { "shared", "request" })
            {
                folder.Write($"{isolation}/wrangler.json", $$$"""{"name":"{{{isolation}}}","main":"index.js","pureedge":{"isolation":"{{{isolation}}}" } }""");
                folder.Write($"{isolation}/index.js", Counter);
            }

            return [folder.FullName];
        });
        Assert.Equal("123", await AskAsync("shared.localhost"));
        Assert.Equal("111", await AskAsync("request.localhost"));

        async Task<string> AskAsync(string host)
        {
            var all = "";
            for (var i = 0; i < 3; i++)
            {
                using var answer = await server.GetAsHostAsync(host);
                all += await answer.Content.ReadAsStringAsync();
            }

            return all;
        }
    }

    [Fact]
    public async Task Variables_modules_and_limits_of_a_configuration_reach_the_worker()
    {
        await using var server = await TestServer.StartAsync(folder =>
        {
            folder.Write("wrangler.toml", """
                name = "all"
                main = "src/index.js"
                no_bundle = true
                rules = [{ type = "Text", globs = ["**/*.greeting"] }]
                [vars]
                WHO = "world"
                LIST = [1, 2]
                [limits]
                cpu_ms = 7
                """);
            folder.Write("src/index.js", """
                import text from "./a.greeting";
                import { shout } from "./lib/shout.mjs";
                export default {
                  async fetch(request, env) {
                    if (request.url.endsWith("/endless")) for (;;) {}
                    const late = await import("./lib/" + "late.js");
                    return Response.json([shout(text.trim()), env.WHO, env.LIST, late.default]);
                  },
                };
                """);
            folder.Write("src/a.greeting", "hello\n");
            folder.Write("src/lib/shout.mjs", "export const shout = (text) => text.toUpperCase();");
            folder.Write("src/lib/late.js", "export default 'late';");
            return [folder.FullName];
        });
        Assert.Equal("""["HELLO","world",[1,2],"late"]""", await server.Client.GetStringAsync("/"));
        using var endless = await server.Client.GetAsync("/endless");
        Assert.Contains("of 7 ms allowed", await endless.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_worker_syntax_answers_and_has_its_variables_as_globals()
    {
        await using var server = await TestServer.StartAsync(folder =>
        {
            folder.Write("wrangler.json", """{"main":"sw.js","vars":{"WHO":"world"}}""");
            folder.Write("sw.js", "addEventListener('fetch', (event) => { event.waitUntil(Promise.resolve()); event.respondWith(new Response('sw ' + WHO)); });");
            return [folder.FullName];
        });
        Assert.Equal("sw world", await server.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task An_upload_form_answers()
    {
        await using var server = await TestServer.StartAsync(folder => [folder.Write("up.form", Configuration.UploadFormTests.Form(
            ("metadata", null, """{"main_module":"index.js","bindings":[{"name":"T","type":"plain_text","text":"from the form"}]}"""),
            ("index.js", "application/javascript+module", "export default { fetch: (request, env) => new Response(env.T) };")))]);
        Assert.Equal("from the form", await server.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Scheduled_events_run_from_the_administrations_listener_and_only_there()
    {
        await using var server = await TestServer.StartAsync("""
            let ran = "";
            export default {
              scheduled(controller, env, ctx) {
                if (controller.cron === "bad") throw new Error("no");
                ctx.waitUntil(scheduler.wait(1).then(() => { ran = `${controller.cron} ${controller.scheduledTime}`; }));
              },
              fetch(request) { return new Response(`fetched ${ran}`); },
            };
            """);
        Assert.Equal("fetched ", await server.Client.GetStringAsync("/cdn-cgi/handler/scheduled?cron=x"));
        using var admin = new HttpClient { BaseAddress = server.Admin };
        using var stranger = await admin.GetAsync("/cdn-cgi/handler/scheduled?cron=bad");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        admin.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        using var ran = await admin.GetAsync("/cdn-cgi/handler/scheduled?cron=0+*+*+*+*&time=1000");
        Assert.Equal("ok", ran.Headers.GetValues("PureEdge-Outcome").Single());
        Assert.NotEmpty(ran.Headers.GetValues("PureEdge-Request-Id"));
        Assert.Equal("fetched 0 * * * * 1000", await server.Client.GetStringAsync("/"));
        using var failed = await admin.GetAsync("/cdn-cgi/handler/scheduled?cron=bad");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal("exception", failed.Headers.GetValues("PureEdge-Outcome").Single());
        using var unknown = await admin.GetAsync("/cdn-cgi/handler/scheduled?worker=nobody");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("ok\n", await admin.GetStringAsync("/health"));
    }

    [Fact]
    public async Task Work_after_the_answer_goes_on()
    {
        var arrived = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(_ =>
        {
            arrived.TrySetResult();
            return Task.CompletedTask;
        });
        await using var server = await TestServer.StartAsync($$"""
            export default {
              fetch(request, env, ctx) {
                ctx.waitUntil(scheduler.wait(20).then(() => fetch("{{upstream.Url}}")));
                return new Response("answered");
              },
            };
            """, o => o.AllowPrivateNetwork = true);
        Assert.Equal("answered", await server.Client.GetStringAsync("/"));
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("export default { fetch() { return new Respo", "SyntaxError: ", "worker.js:1:")]
    [InlineData("import x from './nope.js';\nexport default { fetch() {} };", "No such module \"nope.js\"", "worker: ")]
    [InlineData("export default { fetch: 1 };", "has no handler", "worker.js")]
    [InlineData("export const x = 1;", "has no default export", "worker.js")]
    [InlineData("\nthrow new Error('at start');\nexport default { fetch() {} };", "at start", "worker.js:2:")]
    [InlineData("for (;;) {}\nexport default { fetch() {} };", "CPU limit was exceeded", "worker: ")]
    [InlineData("await fetch('http://example.com');\nexport default { fetch() {} };", "Disallowed operation called within global scope", "worker")]
    public async Task A_worker_that_does_not_load_keeps_the_server_from_starting(string source, string expected, string place)
    {
        var e = await Assert.ThrowsAsync<WorkerLoadException>(() => TestServer.StartAsync(source));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(place, e.Message + e.Failure.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_paths_of_one_name_are_refused()
    {
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => TestServer.StartAsync(folder => [folder.Write("a/index.js", Counter), folder.Write("b/index.js", Counter)]));
        Assert.Contains("are both named 'index'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "options_invalid")]
    [InlineData("ftp://127.0.0.1:0", "options_invalid")]
    [InlineData("http://127.0.0.1:0/base", "options_invalid")]
    public async Task A_URL_that_cannot_be_listened_on_is_named(string url, string code)
    {
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new ServerOptions { Urls = [url], DataDirectory = ":memory:" }));
        Assert.Equal(code, e.Code);
        Assert.Contains(url, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_named()
    {
        await using var server = await TestServer.StartAsync(Counter);
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new ServerOptions { Urls = [server.Address.ToString()], DataDirectory = ":memory:" }));
        Assert.Equal("listen_failed", e.Code);
        Assert.Contains("address already in use", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_out_of_range_are_all_named()
    {
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => TestServer.StartAsync(Counter, o =>
        {
            o.Slots = 0;
            o.BaseDomain = "no domain";
            o.Limits = o.Limits with { CpuMilliseconds = -1 };
        }));
        Assert.Equal("options_invalid", e.Code);
        Assert.All(["'Slots' is 0", "'no domain'", "'CpuMilliseconds' is -1"], expected => Assert.Contains(expected, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_disposes_of_a_server_waits_for_requests_that_have_begun()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            asked.SetResult();
            await answer.Task;
            await context.Response.Body.WriteAsync("done"u8.ToArray());
        });
        using var folder = new TemporaryFolder();
        var server = await PureEdgeServer.StartAsync(new()
        {
            Paths = [folder.Write("w.js", $"export default {{ fetch() {{ return fetch('{upstream.Url}'); }} }};")],
            Urls = ["http://127.0.0.1:0"], AdminUrls = ["http://127.0.0.1:0"], DataDirectory = ":memory:", Workers = new() { AllowPrivateNetwork = true },
        });
        using var client = new HttpClient();
        var ready = new Uri(new Uri(server.AdminAddresses.Single()), "/ready");
        var running = client.GetStringAsync(new Uri(server.Addresses.Single()));
        await asked.Task;
        var disposing = server.DisposeAsync().AsTask();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        HttpStatusCode status;
        do
        {
            // The administration goes on meanwhile.
            using var looked = await client.GetAsync(ready, late.Token);
            status = looked.StatusCode;
        }
        while (status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.False(disposing.IsCompleted);
        answer.SetResult();
        Assert.Equal("done", await running);
        await disposing;
    }

    [Fact]
    public async Task What_does_not_go_together_is_said_all_at_once()
    {
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new()
        {
            DataDirectory = ":memory:",
            CacheBytes = -1,
            Urls = ["https://127.0.0.1:8787", "http://[::1]:8787", "nowhere"],
            AdminUrls = ["http://127.0.0.1:8788", "http://127.0.0.1:8788"],
            Workers = new() { Slots = 0 },
        }));
        Assert.Equal("options_invalid", e.Code);
        Assert.Equal(
            [
                "Option 'Slots' is 0; it must be from 1 to 1024.",
                $"Option 'CacheBytes' is -1; it must be from 0 to {1L << 40}.",
                "'nowhere' is not a URL to listen on; it must be http://ADDRESS:PORT or https://ADDRESS:PORT, such as http://127.0.0.1:8787.",
                "'https://127.0.0.1:8787;http://[::1]:8787' has one port for http and https; they must have different ones.",
                "'https://127.0.0.1:8787' needs a certificate: give --certificates with a PEM file or a folder of PEM files.",
                "'http://127.0.0.1:8788;http://127.0.0.1:8788' is one address twice; each listener must have its own.",
            ],
            e.Message.Split('\n'));
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("data", "");
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new ServerOptions { DataDirectory = file }));
        Assert.Equal("data_directory", e.Code);
        Assert.Contains(file, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_replaces_what_the_path_held_before()
    {
        using var folder = new TemporaryFolder();
        folder.Write("wrangler.json", """{"name":"old","main":"index.js"}""");
        folder.Write("index.js", "export default { fetch() { return new Response('old'); } };");
        await using var server = await PureEdgeServer.StartAsync(new ServerOptions
        {
            Paths = [folder.FullName], Urls = ["http://127.0.0.1:0"], AdminUrls = ["http://127.0.0.1:0"], DataDirectory = ":memory:",
        });
        using var client = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
        Assert.Equal("old", await client.GetStringAsync("/"));
        folder.Write("wrangler.json", """{"name":"new","main":"index.js"}""");
        folder.Write("index.js", "export default { fetch() { return new Response('new'); } };");
        await server.DeployAsync(folder.FullName);
        Assert.Equal(["new"], server.Workers);
        Assert.Equal("new", await client.GetStringAsync("/"));
        folder.Write("index.js", "export default {");
        await Assert.ThrowsAsync<WorkerLoadException>(() => server.DeployAsync(folder.FullName));
        Assert.Equal("new", await client.GetStringAsync("/"));
    }
}
