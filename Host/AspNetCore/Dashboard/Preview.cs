using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>What came of a preview. Immutable.</summary>
/// <param name="Worker">What ran.</param>
/// <param name="Usage">What it consumed.</param>
/// <param name="Lines">What it logged.</param>
internal sealed record Preview(WorkerDefinition Worker, UsageReport Usage, IReadOnlyList<WorkerLogEntry> Lines)
{
    /// <summary>Why it failed, or <see langword="null"/>. There may be a response all the same, when what went on behind it failed.</summary>
    public WorkerFailure? Failure { get; init; }

    /// <summary>The answer, without its body; <see langword="null"/> when there is none.</summary>
    public WorkerResponse? Response { get; init; }

    /// <summary>The beginning of the answer's body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Whether the body goes on.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether something was still going on when the preview had to end.</summary>
    public bool IsUnfinished { get; init; }
}
