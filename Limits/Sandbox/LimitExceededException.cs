using Acornima;

namespace PureEdge.Limits;

/// <summary>
/// A request exceeded one of its limits. A script can neither catch nor swallow it: the interpreter lets it pass through
/// <c>try</c>, <c>finally</c> and promise jobs. The engine it came out of must be discarded.
/// </summary>
public sealed class LimitExceededException : Exception
{
    internal LimitExceededException(LimitKind kind, long consumed, long allowed, SourceLocation location)
        : base(Describe(kind, consumed, allowed))
    {
        Kind = kind;
        Consumed = consumed;
        Allowed = allowed;
        Location = location;
    }

    /// <summary>The limit that was exceeded.</summary>
    public LimitKind Kind { get; }

    /// <summary>What the request had consumed, in the unit of <see cref="Kind"/>: fuel, bytes, milliseconds or requests.</summary>
    public long Consumed { get; }

    /// <summary>What it was allowed, in the same unit.</summary>
    public long Allowed { get; }

    /// <summary>The statement that was running, when it is known; otherwise the default value.</summary>
    public SourceLocation Location { get; internal set; }

    /// <summary>Where the request's fuel had gone, the statement that took most first; at most 32, none after less than a slice of work.</summary>
    public IReadOnlyList<HotStatement> Hottest { get; internal set; } = [];

    private static string Describe(LimitKind kind, long consumed, long allowed) => kind switch
    {
        LimitKind.Cpu => $"The CPU limit was exceeded: {Fuel.ToMilliseconds(consumed):0.#} ms of {Fuel.ToMilliseconds(allowed):0.#} ms allowed.",
        LimitKind.Memory => $"The memory limit was exceeded: {consumed / 1048576.0:0.#} MB of {allowed / 1048576.0:0.#} MB allowed.",
        LimitKind.WallTime => $"The running-time limit of a turn was exceeded: {consumed} ms of {allowed} ms allowed.",
        LimitKind.Stack => $"The native stack limit was exceeded: {consumed / 1048576.0:0.#} MB of {allowed / 1048576.0:0.#} MB allowed.",
        LimitKind.RetainedMemory => $"The isolate kept {consumed / 1048576.0:0.#} MB; at most {allowed / 1048576.0:0.#} MB are allowed.",
        LimitKind.Canceled => "The request was canceled.",
        _ => $"The subrequest limit was exceeded: {consumed} of {allowed} allowed.",
    };
}
