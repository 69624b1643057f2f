using System.Text;
using System.Text.Json;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Events;

/// <summary>
/// A runtime with one worker, for tests of what isolates do. One slot unless a test asks for more: with two, a request may get
/// a second isolate while the first still ends its turn, and no test could say which one answers.
/// </summary>
internal sealed class TestWorker : IWorkerObserver, IDisposable
{
    private readonly List<WorkerLogEntry> _log = [];

    public TestWorker(WorkerDefinition definition, WorkerRuntimeOptions? options = null)
    {
        Runtime = new WorkerRuntime((options ?? new() { Slots = 1 }) with { Observer = this });
        Worker = Runtime.Load(definition);
    }

    public TestWorker(string source, ExecutionLimits? limits = null, WorkerRuntimeOptions? options = null)
        : this(Define(source, limits), options)
    {
    }

    public WorkerRuntime Runtime { get; }

    public Worker Worker { get; }

    /// <summary>Called when an event of a worker is over, with the worker's name, inside the turn that ends it.</summary>
    public Action<string>? Completed { get; set; }

    public int LostThreads { get; private set; }

    public List<Exception> Faults { get; } = [];

    /// <summary>Called for every line a worker logs, inside the turn that logs it.</summary>
    public Action<string>? Logged { get; set; }

    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log.Select(e => $"{e.Level}: {e.Text}"));
            }
        }
    }

    /// <summary>As the defaults, with time to spare on a busy machine: tests that ask about time say so.</summary>
    public static ExecutionLimits Patient { get; } = ExecutionLimits.Default with { TurnMilliseconds = 60_000 };

    public static WorkerDefinition Define(string source, ExecutionLimits? limits = null, string name = "test") =>
        new() { Name = name, Bundle = WorkerBundle.FromSource(source), Limits = limits ?? Patient };

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    /// <summary>As <see cref="FetchAsync"/>, until the event is over and <see cref="Completed"/> was called: the answer comes before.</summary>
    public async Task<FetchResult> FetchToEndAsync(string path = "/") => await ToEndAsync(await FetchAsync(path));

    public static async Task<FetchResult> ToEndAsync(FetchResult result)
    {
        await result.Completed;
        return result;
    }

    public async Task<FetchResult> FetchAsync(string path = "/", string method = "GET", string? body = null, CancellationToken cancellationToken = default) =>
        await Worker.FetchAsync(
            new WorkerRequest
            {
                Method = method,
                Url = "http://test.example" + path,
                Body = body is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(body)),
            },
            cancellationToken);

    /// <summary>The text of the answer; a failure fails the test.</summary>
    public async Task<string> TextAsync(string path = "/", string method = "GET", string? body = null)
    {
        var result = await FetchAsync(path, method, body);
        Assert.True(result.Response is not null, $"{result.Failure?.Outcome}: {result.Failure?.Message}\n{result.Failure?.Stack}");
        return await TextOf(result);
    }

    public async Task<WorkerFailure> FailureAsync(string path = "/")
    {
        var result = await FetchAsync(path);
        return result.Failure ?? throw new InvalidOperationException($"The worker answered: {await TextOf(result)}");
    }

    public static async Task<string> TextOf(FetchResult result)
    {
        if (result.Response!.Body is not { } body)
        {
            return Encoding.UTF8.GetString(result.Response.Bytes.Span);
        }

        await using (body)
        {
            using var bytes = new MemoryStream();
            await body.CopyToAsync(bytes);
            return Encoding.UTF8.GetString(bytes.ToArray());
        }
    }

    public void OnLog(WorkerLogEntry entry)
    {
        lock (_log)
        {
            _log.Add(entry);
        }

        Logged?.Invoke(entry.Text);
    }

    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage) => Completed?.Invoke(worker);

    public void OnThreadLost(string worker, int lostThreads) => LostThreads = lostThreads;

    public void OnFault(string worker, Exception exception) => Faults.Add(exception);

    public void Dispose() => Runtime.Dispose();
}
