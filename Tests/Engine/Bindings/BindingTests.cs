using PureEdge.Engine.Bindings;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Bindings;

public class BindingTests
{
    [Theory]
    [InlineData("'x'", "Text \"x\"")]
    [InlineData("1.5", "Number 1.5")]
    [InlineData("true", "Boolean true")]
    [InlineData("null", "Null null")]
    [InlineData("undefined", "Undefined")]
    [InlineData("new Date(0)", "Date \"1970-01-01T00:00:00.000Z\"")]
    [InlineData("[1, 'a', [null]]", "List [1,\"a\",[null]]")]
    [InlineData("{ a: 1, b: undefined, c: { d: NaN } }", "Record {\"a\":1,\"c\":{\"d\":null}}")]
    [InlineData("new Uint8Array([1, 255])", "Bytes 01FF")]
    [InlineData("new Uint8Array([1, 2, 3]).buffer", "Bytes 010203")]
    [InlineData("new Blob(['A'])", "Bytes 41")]
    [InlineData("new Response('body').body", "Stream body")]
    [InlineData("env.ECHO", "Object Echo")]
    public async Task A_binding_gets_what_a_script_passes(string argument, string expected) =>
        Assert.Equal(expected, await RunAsync($"return await env.ECHO.describe({argument});"));

    [Theory]
    [InlineData("String(await give('undefined'))", "undefined")]
    [InlineData("String(await give('null'))", "null")]
    [InlineData("await give('true') === true", "true")]
    [InlineData("await give('number')", "1.5")]
    [InlineData("await give('text')", "grüß")]
    [InlineData("new Uint8Array(await give('bytes')).join()", "1,2,3")]
    [InlineData("await new Response(await give('stream')).text()", "streamed")]
    [InlineData("(await give('date')).toISOString()", "1970-01-01T00:00:00.000Z")]
    [InlineData("JSON.stringify(await give('list'))", "[\"a\",null]")]
    [InlineData("JSON.stringify(await give('record'))", "{\"__proto__\":\"own\",\"b\":2}")]
    [InlineData("(await give('map')).get('k')", "v")]
    [InlineData("JSON.stringify(await give('json'))", "{\"a\":[1,null]}")]
    [InlineData("await (await give('object')).describe(1)", "Number 1")]
    public async Task A_script_gets_what_a_binding_gives(string expression, string expected) =>
        Assert.Equal(expected, await RunAsync($"const give = x => env.ECHO.give(x); return String({expression});"));

    [Theory]
    [InlineData("env.ECHO.give('error')", "RangeError: too far")]
    [InlineData("env.ECHO.give('broken json')", "SyntaxError:*")]
    [InlineData("env.ECHO.give('other')", "Error: internal error")]
    [InlineData("env.ECHO.give()", "TypeError: Failed to execute 'give' on 'Echo': 1 argument required, but only 0 present.")]
    [InlineData("env.ECHO.describe(() => 1)", "TypeError: describe(): a value of the type function cannot be passed to the host.")]
    [InlineData("env.ECHO.describe([Symbol('x')])", "TypeError: describe(): a value of the type symbol cannot be passed to the host.")]
    [InlineData("env.ECHO.describe(10n)", "TypeError: describe(): a value of the type bigint cannot be passed to the host.")]
    [InlineData("(() => { const a = []; a.push(a); return env.ECHO.describe(a); })()", "TypeError: describe(): a value is nested deeper than 64 levels, or contains itself.")]
    [InlineData("env.ECHO.describe.call(env.OTHER, 1)", "TypeError: Illegal invocation: 'Echo.describe' called on an object that is no Echo.")]
    [InlineData("env.ECHO.describe.call({}, 1)", "TypeError: Illegal invocation:*")]
    [InlineData("env.ECHO.json(new Uint8Array(1))", "TypeError: A value of the kind Bytes has no JSON.")]
    public async Task What_goes_wrong_rejects_the_promise(string call, string expected)
    {
        var actual = await RunAsync($"let p; try {{ p = {call}; }} catch (e) {{ return 'thrown ' + e; }} try {{ await p; return 'fine'; }} catch (e) {{ return String(e); }}");
        if (expected.EndsWith('*'))
        {
            Assert.StartsWith(expected[..^1], actual, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public async Task Scripts_see_a_class() =>
        Assert.Equal(
            "[object Echo] function ECHO,OTHER true",
            await RunAsync("return `${env.ECHO} ${typeof env.ECHO.give} ${Object.keys(env)} ${env.ECHO.give === env.ECHO.give}`;"));

    [Fact]
    public async Task Calls_are_subrequests()
    {
        var text = await RunAsync(
            "let n = 0; try { for (;;) { await env.ECHO.describe(1); n++; } } catch (e) { return `${n} ${e.message}`; }",
            new ExecutionLimits { Subrequests = 3 });
        Assert.Equal("3 Too many subrequests.", text);
    }

    [Fact]
    public async Task In_service_worker_syntax_bindings_are_globals_and_their_methods_belong_to_events()
    {
        using var test = new TestWorker(new WorkerDefinition
        {
            Name = "test",
            Bundle = WorkerBundle.FromServiceWorker(
                "let early; ECHO.describe(1).catch(e => early = e.message); addEventListener('fetch', e => e.respondWith(ECHO.describe(2).then(t => new Response(`${t}; ${early}`))));"),
            Bindings = Echo(),
        });
        Assert.Equal(
            "Number 2; Disallowed operation called within global scope: Echo.describe() belongs to a request. Call it inside a handler.",
            await test.TextAsync());
    }

    [Fact]
    public async Task What_is_passed_counts_as_memory()
    {
        using var test = new TestWorker(TestWorker.Define(
            "export default { async fetch(r, env) { const b = new Uint8Array(1 << 19); for (let i = 0; i < 9; i++) await env.ECHO.describe(b.buffer); return new Response('x'); } }",
            new ExecutionLimits { AllocationBytes = 2 << 20 }) with { Bindings = Echo() });
        Assert.Equal(WorkerOutcome.ExceededMemory, (await test.FailureAsync()).Outcome);
    }

    [Fact]
    public async Task A_worker_that_calls_itself_through_a_binding_meets_the_end_of_the_chain()
    {
        var self = new Loop();
        using var test = new TestWorker(TestWorker.Define(
            "export default { async fetch(r, env) { try { return new Response(1 + Number(await (await env.SELF.fetch(r)).text())); } catch (e) { console.log(e.message); return new Response('0'); } } }") with
        {
            Bindings = new Dictionary<string, IWorkerBinding>(StringComparer.Ordinal) { ["SELF"] = new EchoBinding { Destination = self } },
        });
        self.Worker = test.Worker;
        Assert.Equal(InvocationChain.Most.ToString(System.Globalization.CultureInfo.InvariantCulture), await test.TextAsync());
        Assert.Equal("Log: Subrequest depth limit exceeded: one request may set 32 workers to work through service bindings.", test.Log);
    }

    private static Dictionary<string, IWorkerBinding> Echo() => new(StringComparer.Ordinal) { ["ECHO"] = new EchoBinding(), ["OTHER"] = new Other() };

    private static async Task<string> RunAsync(string body, ExecutionLimits? limits = null)
    {
        using var test = new TestWorker(
            TestWorker.Define($"export default {{ async fetch(request, env) {{ return new Response(await (async () => {{ {body} }})()); }} }}", limits) with { Bindings = Echo() });
        return await test.TextAsync();
    }

    private sealed class Other : IWorkerBinding
    {
        private static readonly BindingClass Shape = new("Other");

        public BindingClass Class => Shape;
    }

    private sealed class Loop : IOutboundFetcher
    {
        public Worker Worker { get; set; } = null!;

        public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
        {
            request.Chain!.Enter();
            return (await Worker.FetchAsync(request, cancellationToken)).Response!;
        }
    }
}
