using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using PureEdge.Engine;
using PureEdge.Fuzz.Programs;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Running;

/// <summary>Where cases run: a runtime with the tenant under test, fresh for each case, and a neighbour that has secrets.</summary>
/// <remarks>One at a time; each job has its own.</remarks>
internal sealed class Arena : IWorkerObserver, IDisposable
{
    private const int MostOutput = 1 << 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly ReadOnlyMemory<byte> Prelude = Encoding.UTF8.GetBytes(Resources.Text("prelude.js"));

    private readonly ConcurrentQueue<string> _log = new();
    private readonly WorkerRuntime _runtime;
    private readonly ExecutionLimits _limits;
    private readonly Neighbour? _neighbour;
    private Exception? _fault;
    private bool _lostThread;

    /// <summary>Makes an arena.</summary>
    /// <param name="limits">What each case may use.</param>
    /// <param name="hasNeighbour">Whether another tenant lives beside it.</param>
    public Arena(ExecutionLimits limits, bool hasNeighbour = false)
    {
        _limits = limits;
        _runtime = new(new() { Observer = this, Slots = 1, ScriptCacheBytes = 4 << 20, Time = new FrozenClock() });
        _neighbour = hasNeighbour ? new(_runtime) : null;
    }

    /// <summary>What a case may use: little, so that many run in a second and a hole shows soon.</summary>
    public static ExecutionLimits Tight { get; } = new()
    {
        CpuMilliseconds = 4, StartupCpuMilliseconds = 20, AllocationBytes = 8 << 20, RetainedBytes = 8 << 20, TurnMilliseconds = 1_000, StackBytes = 256 << 10,
        SourceBytes = 1 << 20, LogLines = 16, LogBytes = 4 << 10, Subrequests = 2, PendingOperations = 50,
    };

    /// <summary>For questions of the fuzzer's own.</summary>
    public static ExecutionLimits Ample { get; } = new() { CpuMilliseconds = 2_000, TurnMilliseconds = 10_000, AllocationBytes = 256 << 20, RetainedBytes = 256 << 20 };

    /// <summary>The neighbour, if there is one.</summary>
    public Neighbour Neighbour => _neighbour ?? throw new InvalidOperationException("This arena has no neighbour.");

    /// <summary>Runs a case in a fresh isolate.</summary>
    public async Task<CaseRun> RunAsync(FuzzCase what)
    {
        var run = new CaseRun { Case = what, Limits = _limits, Canaries = _neighbour?.Canaries ?? [] };
        _log.Clear();
        (_fault, _lostThread) = (null, false);
        try
        {
            if (Load(run) is { } worker)
            {
                await FetchAsync(run, worker);
            }
        }
        catch (Exception e)
        {
            // Whatever comes out here, a worker made it come out.
            run.Fault = e;
        }

        run.Fault ??= _fault;
        run.Hung |= _lostThread;
        run.Output = string.Join('\n', [run.Output, run.Failure?.Message, run.Failure?.Stack, run.Failure?.Location, .. _log]);
        return run;
    }

    /// <summary>The answer of a worker of the fuzzer's own, or <see langword="null"/> when it met a limit or failed.</summary>
    public async Task<string?> TryAskAsync(string source, bool allowsEval)
    {
        var worker = _runtime.Load(new() { Name = "question", Bundle = WorkerBundle.FromSource(source), Limits = _limits, AllowsEval = allowsEval });
        var result = await worker.FetchAsync(new() { Method = "GET", Url = "http://question.example/" });
        return result.Response is { } response ? Encoding.UTF8.GetString(response.Bytes.Span) : null;
    }

    public void Dispose() => _runtime.Dispose();

    public void OnLog(WorkerLogEntry entry)
    {
        if (entry.Worker != Neighbour.Name)
        {
            _log.Enqueue(entry.Text);
        }
    }

    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage)
    {
    }

    public void OnThreadLost(string worker, int lostThreads) => _lostThread = true;

    public void OnFault(string worker, Exception exception) => _fault = exception;

    private Worker? Load(CaseRun run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        try
        {
            var main = new WorkerModule("case.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(run.Case.WorkerSource));
            WorkerModule[] modules = run.Case.Form == CaseForm.Handler ? [main, new("prelude.js", WorkerModuleKind.EsModule, Prelude)] : [main];
            return _runtime.Load(new() { Name = "case", Bundle = new(modules), Limits = _limits });
        }
        catch (WorkerLoadException e)
        {
            run.Failure = e.Failure;
            return null;
        }
        finally
        {
            run.ParseTime = Stopwatch.GetElapsedTime(start);
            run.ParseAllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static async Task FetchAsync(CaseRun run, Worker worker)
    {
        using var client = new CancellationTokenSource();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var pending = worker.FetchAsync(new() { Method = "POST", Url = "http://case.example/p?q=1", Body = new MemoryStream("body of the request"u8.ToArray()) }, client.Token);
        run.AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        FetchResult result;
        try
        {
            result = pending.IsCompleted ? await pending : await pending.AsTask().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            run.Hung = true;
            return;
        }

        run.AnswerTime = Stopwatch.GetElapsedTime(start);
        run.Failure = result.Failure;
        run.Outcome = result.Failure?.Outcome ?? WorkerOutcome.Ok;
        run.Output = result.Response is { } response ? await ReadAsync(response) : "";
        // What goes on after the answer (timers, waitUntil) has its chance, and not more.
        if (!result.Completed.IsCompleted)
        {
            client.CancelAfter(20);
        }

        try
        {
            var late = await result.Completed.WaitAsync(Patience);
            if (run.Outcome == WorkerOutcome.Ok && late is { Outcome: not WorkerOutcome.Canceled })
            {
                (run.Failure, run.Outcome) = (late, late.Outcome);
            }
        }
        catch (TimeoutException)
        {
            run.Hung = true;
        }

        run.Usage = result.Usage;
        run.Isolates = [.. EngineInternals.IsolatesOf(worker)];
    }

    private static async Task<string> ReadAsync(WorkerResponse response)
    {
        var text = new StringBuilder();
        for (var i = 0; i < response.Headers.Count; i++)
        {
            text.Append(response.Headers[i].Key).Append(": ").Append(response.Headers[i].Value).Append('\n');
        }

        text.Append(response.StatusText).Append('\n').Append(Encoding.UTF8.GetString(response.Bytes.Span[..Math.Min(MostOutput, response.Bytes.Length)]));
        if (response.Body is not { } body)
        {
            return text.ToString();
        }

        var buffer = new byte[MostOutput];
        await using (body)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
            try
            {
                var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, patience.Token);
                text.Append(Encoding.UTF8.GetString(buffer, 0, length));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or HostErrorException)
            {
                text.Append("(body: ").Append(e.Message).Append(')');
            }
        }

        return text.ToString();
    }
}
