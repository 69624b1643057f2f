namespace PureEdge.Weaver.Review;

/// <summary>What a library member may cost.</summary>
internal enum CallClass
{
    /// <summary>Nobody has looked at it yet. The build fails.</summary>
    Unreviewed,

    /// <summary>No more work than a few instructions, whatever a script does.</summary>
    Constant,

    /// <summary>What it does in proportion to something, it does by calling woven code, or it is asked element by element from woven loops.</summary>
    Probed,

    /// <summary>Reached only when the host lets scripts at CLR objects or sets up the engine; a worker never gets there.</summary>
    Host,

    /// <summary>In proportion to the length of something a script chose: a wrapper charges it.</summary>
    Linear,

    /// <summary>More than in proportion: a wrapper charges or refuses it.</summary>
    Worse,

    /// <summary>Allocates what a script asked for: a wrapper compares it with the budget before.</summary>
    Allocates,

    /// <summary>Holds the thread: a wrapper ends it with the turn.</summary>
    Waits,

    /// <summary>Has no place in a turn: a wrapper kills.</summary>
    Forbidden,
}
