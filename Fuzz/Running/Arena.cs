using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using PureEdge.Engine;
using PureEdge.Fuzz.Programs;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Running;

/// <summary>Where cases run: a runtime with the tenant under test, fresh for each case, and a neighbour that has secrets.</summary>
/// <remarks>One at a time; each job has its own.</remarks>
internal sealed class Arena : IWorkerObserver, IDisposable
{
    private const int MostOutput = 1 << 16;

    // A worker of which nothing is heard for so many looks has nothing left to do.
    private const int IdleLooks = 40;
    private const int QuickLooks = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly WorkerModule PreludeModule = new("prelude.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(Resources.Text("prelude.js")));

    private static readonly WorkerModule ShowModule = new("show.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(Resources.Text("show.js")));

    private static int s_matcherTimeouts;

    private readonly ConcurrentQueue<string> _log = new();
    private readonly CaseClock _clock = new();
    private readonly WorkerRuntime _runtime;
    private readonly ExecutionLimits _limits;
    private readonly Neighbour? _neighbour;
    private readonly bool _isAlone;
    private Exception? _fault;
    private bool _lostThread;

    static Arena() => AppDomain.CurrentDomain.FirstChanceException += static (_, e) =>
    {
        if (e.Exception is RegexMatchTimeoutException)
        {
            Interlocked.Increment(ref s_matcherTimeouts);
        }
    };

    /// <summary>Makes an arena.</summary>
    /// <param name="limits">What each case may use.</param>
    /// <param name="hasNeighbour">Whether another tenant lives beside it.</param>
    /// <param name="isAlone">Whether nothing else runs in the process, so that all that is allocated in it is the case's.</param>
    public Arena(ExecutionLimits limits, bool hasNeighbour = false, bool isAlone = false)
    {
        _limits = limits;
        _isAlone = isAlone;
        _runtime = new(new() { Observer = this, Slots = 1, ScriptCacheBytes = 4 << 20, Time = _clock, Outbound = new Outside() });
        _neighbour = hasNeighbour ? new(_runtime) : null;
    }

    /// <summary>What a case may use: little, so that many run in a second and a hole shows soon.</summary>
    public static ExecutionLimits Tight { get; } = new()
    {
        CpuMilliseconds = 2, StartupCpuMilliseconds = 10, AllocationBytes = 8 << 20, RetainedBytes = 8 << 20, TurnMilliseconds = 1_000, StackBytes = 256 << 10,
        SourceBytes = 1 << 20, LogLines = 16, LogBytes = 4 << 10, Subrequests = 2, PendingOperations = 50,
    };

    /// <summary>For questions of the fuzzer's own.</summary>
    public static ExecutionLimits Ample { get; } = new() { CpuMilliseconds = 2_000, TurnMilliseconds = 60_000, AllocationBytes = 256 << 20, RetainedBytes = 256 << 20 };

    /// <summary>The neighbour, if there is one.</summary>
    public Neighbour Neighbour => _neighbour ?? throw new InvalidOperationException("This arena has no neighbour.");

    /// <summary>Runs a case in a fresh isolate.</summary>
    public async Task<CaseRun> RunAsync(FuzzCase what) => (await RunAsync(what, times: 1))[0];

    /// <summary>Runs a case so often, the first time in a fresh isolate, and then in the same one. Ends with the first run that leaves none.</summary>
    public async Task<IReadOnlyList<CaseRun>> RunAsync(FuzzCase what, int times)
    {
        var runs = new List<CaseRun>();
        Worker? worker = null;
        while (runs.Count < times && (runs.Count == 0 || worker is not null && EngineInternals.IsolatesOf(worker).Any()))
        {
            runs.Add(await OnceAsync(what, run => worker ??= Load(run)));
        }

        return runs;
    }

    private async Task<CaseRun> OnceAsync(FuzzCase what, Func<CaseRun, Worker?> load)
    {
        var run = new CaseRun { Case = what, Limits = _limits, Canaries = _neighbour?.Canaries ?? [] };
        _log.Clear();
        _clock.Begin();
        var timeouts = Volatile.Read(ref s_matcherTimeouts);
        (_fault, _lostThread) = (null, false);
        try
        {
            if (what.Form == CaseForm.Input)
            {
                HostParsers.Run(run);
            }
            else if (load(run) is { } worker)
            {
                await FetchAsync(run, worker);
            }
        }
        catch (Exception e)
        {
            // Whatever comes out here, a worker made it come out.
            run.Fault = e;
        }

        run.MatcherTimedOut = Volatile.Read(ref s_matcherTimeouts) != timeouts;
        run.Fault ??= _fault;
        run.Hung |= _lostThread;
        run.Output = string.Join('\n', [run.Output, run.Failure?.Message, run.Failure?.Stack, run.Failure?.Location, .. _log]);
        return run;
    }

    /// <summary>The answer of a worker of the fuzzer's own, or why it failed or which limit it met.</summary>
    public async Task<(string? Text, string Failure)> TryAskAsync(string source, bool allowsEval, params IReadOnlyList<string> flags)
    {
        var worker = _runtime.Load(new() { Name = "question", Bundle = WorkerBundle.FromSource(source), Limits = _limits, AllowsEval = allowsEval, CompatibilityFlags = flags });
        var result = await worker.FetchAsync(new() { Method = "GET", Url = "http://question.example/" });
        return (result.Response is { } response ? Encoding.UTF8.GetString(response.Bytes.Span) : null, result.Failure?.Message ?? "");
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
            List<WorkerModule> modules = [main];
            if (run.Case.Form == CaseForm.Handler)
            {
                modules.Add(PreludeModule);
                if (run.Case.NeedsShow)
                {
                    modules.Add(ShowModule);
                }

                if (run.Case.Part is { } part)
                {
                    modules.Add(new("part.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(part)));
                }

                if (run.Case.Wasm is { } wasm)
                {
                    modules.Add(new("m.wasm", WorkerModuleKind.Wasm, wasm));
                }
            }

            return _runtime.Load(new() { Name = "case", Bundle = new(modules), Limits = _limits, CompatibilityFlags = run.Case.Flags });
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

    private async Task FetchAsync(CaseRun run, Worker worker)
    {
        using var client = new CancellationTokenSource();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var all = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        var pending = worker.FetchAsync(new() { Method = "POST", Url = "http://case.example/p?q=1", Body = new MemoryStream("body of the request"u8.ToArray()) }, client.Token).AsTask();
        run.AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        await PumpAsync(pending, worker);
        if (!await EndsAsync(pending))
        {
            run.Hung = true;
            return;
        }

        var result = await pending;
        run.AnswerTime = Stopwatch.GetElapsedTime(start);
        run.Failure = result.Failure;
        run.Outcome = result.Failure?.Outcome ?? WorkerOutcome.Ok;
        run.Output = result.Response switch
        {
            { Upgrade: { } upgrade } response => await ConnectAsync(upgrade, response, worker, client.Token),
            { } response => await ReadAsync(response, worker),
            _ => "",
        };
        // What goes on after the answer (timers, waitUntil) has its chance, and not more.
        if (!await PumpAsync(result.Completed, worker))
        {
            await client.CancelAsync();
        }

        if (!await EndsAsync(result.Completed))
        {
            run.Hung = true;
        }
        else if (await result.Completed is { Outcome: not WorkerOutcome.Canceled } late && run.Outcome == WorkerOutcome.Ok)
        {
            (run.Failure, run.Outcome) = (late, late.Outcome);
        }

        // What the end of the request left in the mailbox comes first: the graph is that of an idle isolate.
        for (var looks = 0; looks < IdleLooks && EngineInternals.IsBusy(worker); looks++)
        {
            await Task.Yield();
        }

        // Turns after the first run on other threads.
        run.AllocatedBytes = _isAlone ? Math.Max(run.AllocatedBytes, GC.GetTotalAllocatedBytes() - all) : run.AllocatedBytes;
        run.Usage = result.Usage;
        run.Isolates = [.. EngineInternals.IsolatesOf(worker)];
        run.SettleTime = Stopwatch.GetElapsedTime(start) - run.AnswerTime;
    }

    // Lets the worker go on until something has come to its end, or nothing is left that could go on.
    private async Task<bool> PumpAsync(Task task, Worker worker)
    {
        var start = Stopwatch.GetTimestamp();
        for (int waits = 0, idle = 0; !task.IsCompleted; waits++)
        {
            var isBusy = EngineInternals.IsBusy(worker);
            if (isBusy || _clock.FireNext())
            {
                idle = 0;
            }
            else if (++idle > IdleLooks)
            {
                return false;
            }

            if (isBusy && Stopwatch.GetElapsedTime(start) > Patience)
            {
                return false;
            }

            // Turns after the first run on other threads: mostly for microseconds.
            if (waits % QuickLooks != QuickLooks - 1)
            {
                await Task.Yield();
            }
            else
            {
                await Task.Delay(1);
            }
        }

        return true;
    }

    private async Task<bool> EndsAsync(Task task)
    {
        for (var start = Stopwatch.GetTimestamp(); !task.IsCompleted && Stopwatch.GetElapsedTime(start) < Patience;)
        {
            await Task.WhenAny(task, Task.Delay(1));
            // What came from outside only now may have set a timer.
            _clock.FireNext();
        }

        return task.IsCompleted;
    }

    // The client sends the bytes that the worker's answer says, and reads whatever the worker sends.
    private async Task<string> ConnectAsync(WebSocketUpgrade upgrade, WorkerResponse response, Worker worker, CancellationToken cancellationToken)
    {
        var wire = new WireStream(WireStream.FromHex(response.Headers.Get("x-frames") ?? ""));
        using var socket = WebSocket.CreateFromStream(wire, new WebSocketCreationOptions { IsServer = true });
        var running = upgrade.RunAsync(socket, cancellationToken);
        if (await PumpAsync(running, worker))
        {
            await running;
        }

        return "101\n" + wire.Written;
    }

    private async Task<string> ReadAsync(WorkerResponse response, Worker worker)
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
            using var patience = new CancellationTokenSource();
            try
            {
                var reading = body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, patience.Token).AsTask();
                if (!await PumpAsync(reading, worker))
                {
                    await patience.CancelAsync();
                }

                text.Append(Encoding.UTF8.GetString(buffer, 0, await reading.WaitAsync(Patience)));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or HostErrorException or TimeoutException)
            {
                text.Append("(body: ").Append(e.Message).Append(')');
            }
        }

        return text.ToString();
    }
}
