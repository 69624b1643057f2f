using PureEdge.Engine;
using PureEdge.Fuzz.Programs;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Running;

/// <summary>What came of one run of a case: what the oracles judge.</summary>
internal sealed class CaseRun
{
    public required FuzzCase Case { get; init; }

    public required ExecutionLimits Limits { get; init; }

    /// <summary>How the request ended; <see langword="null"/> when the worker was refused.</summary>
    public WorkerOutcome? Outcome { get; set; }

    /// <summary>Why it failed or was refused.</summary>
    public WorkerFailure? Failure { get; set; }

    /// <summary>Everything the worker gave out: body, headers, log, messages and stacks.</summary>
    public string Output { get; set; } = "";

    /// <summary>What the engine says that it used.</summary>
    public UsageReport Usage { get; set; }

    /// <summary>Bytes that were allocated while the request ran, as the runtime counts them: by its first turn, or by all when nothing else runs in the process.</summary>
    public long AllocatedBytes { get; set; }

    /// <summary>Whether a matcher of the class library came to the end of its own time, as the runtime tells.</summary>
    public bool MatcherTimedOut { get; set; }

    /// <summary>Bytes that the thread allocated while the worker was parsed.</summary>
    public long ParseAllocatedBytes { get; set; }

    public TimeSpan ParseTime { get; set; }

    /// <summary>From the request to its answer.</summary>
    public TimeSpan AnswerTime { get; set; }

    /// <summary>From the answer until nothing of the request goes on.</summary>
    public TimeSpan SettleTime { get; set; }

    /// <summary>An exception that no worker should be able to make.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether nothing came back for a long time.</summary>
    public bool Hung { get; set; }

    /// <summary>The isolates that live, whose graphs can be walked.</summary>
    public IReadOnlyList<object> Isolates { get; set; } = [];

    /// <summary>Secrets of other tenants that must not be in <see cref="Output"/>.</summary>
    public IReadOnlyList<string> Canaries { get; init; } = [];

    /// <summary>Edges of the product's code that it took and no case before; 0 when they are not watched.</summary>
    public int NewEdges { get; set; }

    /// <summary>Whether the bill of this run must be the same again.</summary>
    public bool IsRepeatable => Outcome is WorkerOutcome.Ok or WorkerOutcome.Exception or WorkerOutcome.ExceededCpu && !Output.Contains("call stack", StringComparison.Ordinal);
}
