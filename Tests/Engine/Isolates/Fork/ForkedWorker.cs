using PureEdge.Engine.Events;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Isolates.Fork;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Isolates.Fork;

/// <summary>A worker whose isolates a test makes itself, fresh ones and copies of its image.</summary>
internal sealed class ForkedWorker : IDisposable
{
    public static readonly ExecutionLimits Wide = ExecutionLimits.Default with
    {
        CpuMilliseconds = 60_000, StartupCpuMilliseconds = 60_000, TurnMilliseconds = 60_000, AllocationBytes = 1L << 30, RetainedBytes = 1L << 30,
    };

    private readonly TestWorker _worker;

    private ForkedWorker(TestWorker worker) => _worker = worker;

    public IsolateImage? Image { get; private set; }

    /// <summary>Why there is no image.</summary>
    public string Reason { get; private set; } = "";

    public TestWorker Worker => _worker;

    public static async Task<ForkedWorker> Make(WorkerDefinition definition, int slots = 1)
    {
        var forked = new ForkedWorker(new TestWorker(definition with { Limits = Wide }, new() { Slots = slots }));
        (forked.Image, forked.Reason) = await forked.NewImage();
        return forked;
    }

    public static Task<ForkedWorker> Make(string source, int slots = 1) => Make(TestWorker.Define(source), slots);

    public async Task<(IsolateImage? Image, string Reason)> NewImage()
    {
        var turn = new ImageTurn(_worker.Worker.Version, long.MaxValue, always: true);
        new Isolate(_worker.Worker.Pool) { IsForImage = true }.Post(turn, mayRunHere: false);
        return await turn.Made;
    }

    public Isolate Fresh() => new(_worker.Worker.Pool);

    public Isolate Fork()
    {
        Assert.True(Image is not null, Reason);
        return new(_worker.Worker.Pool, Image);
    }

    public async Task<string> Fetch(Isolate isolate, string path) => (await FetchWithFuel(isolate, path)).Text;

    public async Task<(string Text, long Fuel)> FetchWithFuel(Isolate isolate, string path, string method = "GET", string? body = null)
    {
        var scope = new FetchScope(new LimitSession(Wide), static (_, _) => { });
        var request = new WorkerRequest
        {
            Method = method, Url = "http://test.example" + path, Body = body is null ? null : new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)),
        };
        Assert.True(isolate.Post(new FetchTurn(scope, _worker.Worker.Version, request, EntrypointTarget.Default, (_, failure) => scope.Fail(failure)), mayRunHere: false));
        var result = await scope.Answered;
        var text = result.Response is null ? $"{result.Failure?.Outcome}: {result.Failure?.Message}" : $"{result.Response.Status} {await TestWorker.TextOf(result)}";
        await scope.Completed;
        Assert.True(SpinWait.SpinUntil(() => !isolate.IsActive, TimeSpan.FromSeconds(60)));
        return (text, scope.Limits.Report.Fuel);
    }

    public void Dispose() => _worker.Dispose();
}
