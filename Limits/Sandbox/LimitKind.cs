namespace PureEdge.Limits;

/// <summary>Which limit a request ran into.</summary>
public enum LimitKind
{
    /// <summary>Fuel: the deterministic measure of executed work, given as milliseconds of CPU.</summary>
    Cpu,

    /// <summary>Bytes allocated on behalf of the request.</summary>
    Memory,

    /// <summary>Running time of a single turn, the backstop behind <see cref="Cpu"/>.</summary>
    WallTime,

    /// <summary>Requests that the worker made itself.</summary>
    Subrequests,

    /// <summary>Native stack: a recursion inside the interpreter that no script can catch the end of.</summary>
    Stack,

    /// <summary>No limit: <see cref="LimitSession.Cancel"/> was called.</summary>
    Canceled,

    /// <summary>Bytes that an engine keeps between turns.</summary>
    RetainedMemory,
}
