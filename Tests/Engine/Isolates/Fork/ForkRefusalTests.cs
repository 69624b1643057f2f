using PureEdge.Engine.Isolates.Fork;
using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.Isolates.Fork;

public class ForkRefusalTests
{
    private const string Handler = " export default { fetch() { return new Response('ok'); } }";

    [Theory]
    [InlineData("const now = Date.now();", "reads the time")]
    [InlineData("const now = new Date();", "reads the time")]
    [InlineData("const now = performance.now();", "reads the time")]
    [InlineData("const now = performance.timeOrigin;", "reads the time")]
    [InlineData("const now = Temporal.Now.instant();", "reads the time")]
    [InlineData("new Event('x');", "reads the time")]
    [InlineData("console.time('x');", "reads the time")]
    [InlineData("const r = Math.random();", "Math.random()")]
    [InlineData("const r = new Response(new FormData());", "random")]
    [InlineData("Promise.reject(new Error('x'));", "rejected promise")]
    [InlineData("globalThis.s = new ReadableStream();", "JsReadableStream")]
    [InlineData("globalThis.s = new TransformStream();", "Stream")]
    [InlineData("globalThis.s = new CompressionStream('gzip');", "Compress")]
    [InlineData("globalThis.s = new WebSocketPair();", "WebSocket")]
    [InlineData("globalThis.s = new MessageChannel();", "Message")]
    [InlineData("globalThis.s = new crypto.DigestStream('SHA-256');", "DigestStream")]
    [InlineData("const f = new FinalizationRegistry(() => {}); globalThis.k = {}; f.register(k, 1);", "FinalizationRegistry")]
    [InlineData("globalThis.k = await crypto.subtle.importKey('raw', new Uint8Array(32), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);", "Key")]
    public async Task A_top_level_that_cannot_be_copied_faithfully_refuses_with_a_reason(string source, string reason)
    {
        using var worker = await ForkedWorker.Make(source + Handler);
        Assert.Null(worker.Image);
        Assert.Contains(reason, worker.Reason, StringComparison.Ordinal);
        Assert.Empty(worker.Worker.Faults);

        // It runs all the same.
        Assert.Equal("200 ok", await worker.Fetch(worker.Fresh(), "/"));
    }

    [Fact]
    public async Task A_worker_that_may_parse_strings_refuses()
    {
        using var worker = await ForkedWorker.Make(TestWorker.Define("const f = new Function('return 1');" + Handler) with { AllowsEval = true });
        Assert.Null(worker.Image);
        Assert.Contains("unsafe_eval", worker.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_in_the_syntax_of_service_workers_is_copied()
    {
        var definition = TestWorker.Define("") with
        {
            Bundle = new WorkerBundle([new WorkerModule("w.js", WorkerModuleKind.ServiceWorker, "let n = 0; addEventListener('fetch', (e) => e.respondWith(new Response(String(++n))));"u8.ToArray())]),
        };
        using var worker = await ForkedWorker.Make(definition);
        var (first, second) = (worker.Fork(), worker.Fork());
        Assert.Equal("200 1", await worker.Fetch(first, "/"));
        Assert.Equal("200 2", await worker.Fetch(first, "/"));
        Assert.Equal("200 1", await worker.Fetch(second, "/"));
    }

    [Fact]
    public void This_runtime_is_known() => Assert.True(IdentityHash.IsKnownLayout);

    [Fact]
    public void Lines_of_the_permit_list_that_share_have_a_reason_or_a_heading()
    {
        // Nothing of a script's own is on them: what a script can change is never shared by its type.
        Assert.Equal(Fate.ShareIfOfProcess, PermitList.FateOf(typeof(Jint.Native.JsObject)));
        Assert.Equal(Fate.ShareIfOfProcess, PermitList.FateOf(typeof(Jint.Native.JsSymbol)));
        Assert.Equal(Fate.Copy, PermitList.FateOf(typeof(Jint.Native.JsString).Assembly.GetType("Jint.Native.JsString+ConcatenatedString")!));
        Assert.Equal(Fate.Refuse, PermitList.FateOf(typeof(Task)));
        Assert.Equal(Fate.Refuse, PermitList.FateOf(typeof(Stream)));
        Assert.Equal(Fate.Refuse, PermitList.FateOf(typeof(PureEdge.Engine.Isolates.Isolate)));
    }
}
