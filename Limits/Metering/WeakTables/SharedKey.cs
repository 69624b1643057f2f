namespace PureEdge.Metering.WeakTables;

/// <summary>
/// Keys that all engines of the process have, as <c>Symbol.iterator</c>: what a script stores under one must not lie in it, where the
/// tables of every other tenant lie too.
/// </summary>
internal static class SharedKey
{
    /// <summary>What lies in the slot of such a key.</summary>
    public static readonly object Mark = new();

    /// <summary>Marks a key, before any engine has it.</summary>
    public static void Share(IWeakSlot key) => key.WeakSlot = Mark;
}
