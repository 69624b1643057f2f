using System.Text;

namespace PureEdge.Engine.Tests.Events;

public class FetchEventTests
{
    private const string Counting = "let n = 0; export default { fetch() { return new Response(String(++n)); } }";

    [Fact]
    public async Task A_worker_answers()
    {
        using var test = new TestWorker("export default { fetch(request) { return new Response('Hello ' + new URL(request.url).pathname); } }");
        Assert.Equal("Hello /world", await test.TextAsync("/world"));
    }

    [Fact]
    public async Task An_async_handler_reads_the_body_and_answers_with_json()
    {
        using var test = new TestWorker("export default { async fetch(request) { return Response.json({ got: await request.json() }); } }");
        Assert.Equal("""{"got":{"a":1}}""", await test.TextAsync("/", "POST", """{"a":1}"""));
    }

    [Fact]
    public async Task A_script_in_service_worker_syntax_answers()
    {
        using var test = new TestWorker(new WorkerDefinition
        {
            Name = "test",
            Bundle = WorkerBundle.FromServiceWorker("addEventListener('fetch', e => e.respondWith(new Response('old ' + GREETING + e.request.method)));"),
            Variables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["GREETING"] = TestWorker.Json("\"hi \"") },
        });
        Assert.Equal("old hi GET", await test.TextAsync());
    }

    [Fact]
    public async Task Variables_are_properties_of_env()
    {
        using var test = new TestWorker(TestWorker.Define("export default { fetch(request, env) { return Response.json(env); } }") with
        {
            Variables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["NAME"] = TestWorker.Json("\"x\""), ["LIST"] = TestWorker.Json("[1,{\"a\":null}]") },
        });
        Assert.Equal("""{"NAME":"x","LIST":[1,{"a":null}]}""", await test.TextAsync());
    }

    [Fact]
    public async Task Module_state_survives_between_requests()
    {
        using var test = new TestWorker("let n = 0; export default { fetch() { return new Response(String(++n)); } }");
        Assert.Equal("1", await test.TextAsync());
        Assert.Equal("2", await test.TextAsync());
    }

    [Fact]
    public async Task In_the_isolation_mode_request_nothing_survives()
    {
        using var test = new TestWorker(TestWorker.Define("let n = 0; export default { fetch() { globalThis.g = (globalThis.g ?? 0) + 1; return new Response(`${++n} ${g}`); } }") with
        {
            Isolation = IsolationMode.Request,
        });
        Assert.Equal("1 1", await test.TextAsync());
        Assert.Equal("1 1", await test.TextAsync());
    }

    [Fact]
    public async Task What_a_handler_throws_is_the_failure_with_its_place()
    {
        using var test = new TestWorker("export default {\n  fetch() {\n    null.x;\n  }\n}");
        var failure = await test.FailureAsync();
        Assert.Equal(WorkerOutcome.Exception, failure.Outcome);
        Assert.StartsWith("TypeError", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("worker.js:3:", failure.Location, StringComparison.Ordinal);
        Assert.Contains("fetch", failure.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_described_without_running_the_scripts_code()
    {
        using var test = new TestWorker("export default { fetch() { throw { get message() { globalThis.ran = true; return 'x'; }, toString() { globalThis.ran = true; } }; } }");
        Assert.Equal("An object was thrown that is no Error.", (await test.FailureAsync()).Message);
    }

    [Theory]
    [InlineData("return 'text'", "did not return a Response")]
    [InlineData("return undefined", "did not return a Response")]
    [InlineData("return Promise.reject(new RangeError('no'))", "RangeError: no")]
    [InlineData("return new Promise(() => {})", "would never generate a response")]
    [InlineData("eval('1')", "EvalError")]
    [InlineData("new Function('return 1')", "EvalError")]
    public async Task A_handler_that_does_not_answer_fails_with_the_reason(string body, string expected)
    {
        using var test = new TestWorker($"export default {{ fetch() {{ {body}; }} }}");
        Assert.Contains(expected, (await test.FailureAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waitUntil_keeps_alive_goes_on_after_the_answer()
    {
        using var test = new TestWorker("""
            export default { fetch(request, env, ctx) {
              ctx.waitUntil((async () => { await scheduler.wait(30); console.log('later'); })());
              return new Response('now');
            } }
            """);
        var result = await test.FetchAsync();
        Assert.Equal("now", await TestWorker.TextOf(result));
        Assert.Null(await result.Completed);
        Assert.Contains("later", test.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_waitUntil_is_recorded_and_does_not_change_the_answer()
    {
        using var test = new TestWorker("export default { fetch(request, env, ctx) { ctx.waitUntil(Promise.reject(new Error('late'))); return new Response('now'); } }");
        var result = await test.FetchAsync();
        Assert.Equal("now", await TestWorker.TextOf(result));
        Assert.Equal("Error: late", (await result.Completed)?.Message);
    }

    [Fact]
    public async Task PassThroughOnException_shows_in_the_result()
    {
        using var test = new TestWorker("export default { fetch(request, env, ctx) { ctx.passThroughOnException(); throw new Error('x'); } }");
        Assert.True((await test.FetchAsync()).PassThrough);
    }

    [Fact]
    public async Task A_stream_of_the_worker_is_the_body()
    {
        using var test = new TestWorker("""
            export default { fetch() {
              let n = 0;
              return new Response(new ReadableStream({ async pull(c) { await scheduler.wait(1); n < 3 ? c.enqueue(new TextEncoder().encode(`${n++},`)) : c.close(); } }));
            } }
            """);
        Assert.Equal("0,1,2,", await test.TextAsync());
    }

    [Fact]
    public async Task When_the_client_leaves_the_signal_fires_and_the_request_ends()
    {
        using var test = new TestWorker("""
            export default { async fetch(request, env, ctx) {
              ctx.waitUntil(new Promise(done => request.signal.addEventListener('abort', () => { console.log('aborted ' + request.signal.reason.name); done(); })));
              await scheduler.wait(60000);
              return new Response('never');
            } }
            """);
        using var leave = new CancellationTokenSource();
        var pending = test.FetchAsync(cancellationToken: leave.Token);
        Assert.False(pending.IsCompleted);
        await leave.CancelAsync();
        var result = await pending;
        Assert.Equal(WorkerOutcome.Canceled, result.Failure?.Outcome);
        await WaitForLogAsync(test, "aborted AbortError");
    }

    [Fact]
    public async Task A_scheduled_event_runs_with_its_cron_and_waits_for_waitUntil()
    {
        using var test = new TestWorker("""
            export default { async scheduled(controller, env, ctx) {
              ctx.waitUntil(scheduler.wait(10).then(() => console.log(`${controller.cron} ${controller.scheduledTime}`)));
            } }
            """);
        Assert.Null(await test.Worker.RunScheduledAsync("*/5 * * * *", 1234));
        Assert.Contains("*/5 * * * * 1234", test.Log, StringComparison.Ordinal);
        Assert.Contains("no fetch handler", (await test.FailureAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduled_event_that_throws_says_so()
    {
        using var test = new TestWorker("export default { scheduled() { throw new Error('tick'); } }");
        Assert.Equal("Error: tick", (await test.Worker.RunScheduledAsync("* * * * *", 0))?.Message);
    }

    [Fact]
    public async Task Time_stands_still_while_a_turn_runs()
    {
        using var test = new TestWorker("""
            export default { async fetch() {
              const a = Date.now(), p = performance.now(); for (let i = 0; i < 20000; i++) {} const b = Date.now(), q = performance.now();
              await scheduler.wait(20);
              return Response.json([b - a, q - p, Date.now() > b]);
            } }
            """);
        Assert.Equal("[0,0,true]", await test.TextAsync());
    }

    [Fact]
    public async Task Requests_of_one_isolate_interleave_and_each_pays_for_itself()
    {
        using var test = new TestWorker("""
            export default { async fetch(request) {
              const heavy = request.url.endsWith('/heavy');
              await scheduler.wait(20);
              for (let i = 0; i < (heavy ? 100000 : 10); i++) {}
              await scheduler.wait(1);
              return new Response('ok');
            } }
            """);
        var heavy = test.FetchAsync("/heavy");
        var light = test.FetchAsync("/light");
        var (heavyUsage, lightUsage) = ((await heavy).Usage, (await light).Usage);
        Assert.True(heavyUsage.Fuel > 100_000, $"heavy {heavyUsage.Fuel}");
        Assert.True(lightUsage.Fuel < 1_000, $"light {lightUsage.Fuel}");
        Assert.Equal(1, test.Worker.IsolateCount);
    }

    [Fact]
    public async Task The_isolate_of_a_deployment_answers_the_first_requests()
    {
        using var test = new TestWorker(Counting);
        Assert.Null((await test.Worker.StartAsync()).Failure);
        Assert.Equal(1, test.Worker.IsolateCount);
        Assert.Equal("1", await test.TextAsync());
        Assert.Equal("2", await test.TextAsync());
        Assert.Equal(1, test.Worker.IsolateCount);
    }

    [Fact]
    public async Task A_first_request_costs_the_same_fuel_in_the_isolate_of_the_deployment_and_in_its_own()
    {
        using var deployed = new TestWorker(Counting);
        using var fresh = new TestWorker(Counting);
        Assert.Null((await deployed.Worker.StartAsync()).Failure);
        Assert.Equal((await fresh.FetchToEndAsync()).Usage.Fuel, (await deployed.FetchToEndAsync()).Usage.Fuel);
    }

    [Fact]
    public async Task A_request_says_what_is_known_of_its_connection()
    {
        using var test = new TestWorker("""
            export default { async fetch(request) {
              const { cf } = request;
              const text = (r) => JSON.stringify(r.cf);
              return Response.json([cf, request.cf === cf, text(new Request(request)), text(new Request("http://a/")) ?? "none", text(new Request(request, { cf: { mine: 1 } })), text(request.clone())]);
            } }
            """);
        var headers = new HeaderList();
        headers.Append("accept-encoding", "br");
        var request = new WorkerRequest { Method = "GET", Url = "http://test.example/", Headers = headers, HttpProtocol = "HTTP/2", TlsVersion = "TLSv1.3", TlsCipher = "TLS_AES_256_GCM_SHA384" };
        const string Known = """{"httpProtocol":"HTTP/2","tlsVersion":"TLSv1.3","tlsCipher":"TLS_AES_256_GCM_SHA384","clientAcceptEncoding":"br"}""";
        var quoted = $"\"{Known.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        Assert.Equal($$"""[{{Known}},true,{{quoted}},"none","{\"mine\":1}",{{quoted}}]""", await TestWorker.TextOf(await test.Worker.FetchAsync(request)));
        using var unknown = new TestWorker("export default { fetch: (r) => Response.json(r.cf ?? 'none') }");
        Assert.Equal("\"none\"", await unknown.TextAsync());
    }

    [Fact]
    public async Task With_its_request_an_isolate_ends_and_what_waits_in_it_does_not_run()
    {
        using var test = new TestWorker(TestWorker.Define("""
            export default { fetch() {
              const [one, other] = Object.values(new WebSocketPair());
              one.accept();
              other.accept();
              other.addEventListener("close", () => console.log("late"));
              one.close();
              return new Response("answered");
            } }
            """) with { Isolation = IsolationMode.Request });
        var late = 0;
        test.Logged = _ => Interlocked.Increment(ref late);
        for (var i = 0; i < 50; i++)
        {
            var result = await test.FetchAsync();
            Assert.Equal("answered", await TestWorker.TextOf(result));
            Assert.Null(await result.Completed);
        }

        Assert.Equal(0, late);
    }

    [Fact]
    public async Task The_isolate_of_a_deployment_is_dropped_when_each_request_gets_its_own()
    {
        using var test = new TestWorker(TestWorker.Define(Counting) with { Isolation = IsolationMode.Request });
        Assert.Null((await test.Worker.StartAsync()).Failure);
        Assert.Equal(0, test.Worker.IsolateCount);
        Assert.Equal("1", await test.TextAsync());
        Assert.Equal("1", await test.TextAsync());
    }

    [Fact]
    public async Task The_isolate_of_a_deployment_that_failed_is_not_kept()
    {
        using var test = new TestWorker("throw new Error('no'); export default { fetch() {} }");
        Assert.NotNull((await test.Worker.StartAsync()).Failure);
        Assert.Equal(0, test.Worker.IsolateCount);
    }

    [Fact]
    public async Task The_same_request_costs_the_same_fuel()
    {
        const string Source = "export default { async fetch(request) { let s = 0; for (let i = 0; i < 1000; i++) s += i; await null; return Response.json({ s, t: await request.text() }); } }";
        var fuel = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            using var test = new TestWorker(Source);
            for (var j = 0; j < 3; j++)
            {
                var result = await test.FetchAsync("/", "POST", "body");
                await result.Completed;
                fuel.Add(result.Usage.Fuel);
            }
        }

        // An isolate's first request also links the top level, which has a budget of its own.
        Assert.Single(fuel.Distinct());
        Assert.True(fuel[0] > 1_000);
    }

    private static async Task WaitForLogAsync(TestWorker test, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!test.Log.Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(1, patience.Token);
        }
    }

    [Theory]
    [InlineData("await new Promise(done => setTimeout(done, 3600000)); return new Response('late');", false)]
    [InlineData("return new Response(new ReadableStream({ pull() { return new Promise(() => setTimeout(() => {}, 3600000)); } }));", true)]
    [InlineData("ctx.waitUntil(new Promise(done => setTimeout(done, 3600000))); return new Response('soon');", true)]
    public async Task A_host_ends_an_event_whatever_it_waits_for(string handler, bool answers)
    {
        using var test = new TestWorker($"export default {{ async fetch(request, env, ctx) {{ console.log('runs'); {handler} }} }}");
        using var client = new CancellationTokenSource();
        test.Logged = _ =>
        {
            if (!answers)
            {
                client.Cancel();
            }
        };
        var result = await test.FetchAsync(cancellationToken: client.Token);
        Assert.Equal(answers, result.Response is not null);
        Assert.False(result.Completed.IsCompleted);
        result.End();
        Assert.Equal((WorkerOutcome.Canceled, "The host has ended the event."), await result.Completed is { } failure ? (failure.Outcome, failure.Message) : default);
    }

    [Fact]
    public async Task An_event_that_is_over_stays_as_it_ended()
    {
        using var test = new TestWorker("export default { fetch() { return new Response('x'); } }");
        var result = await test.FetchAsync();
        Assert.Equal("x", await TestWorker.TextOf(result));
        Assert.Null(await result.Completed);
        result.End();
        Assert.Null(await result.Completed);
    }
}
