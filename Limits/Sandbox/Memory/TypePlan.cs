namespace PureEdge.Limits.Memory;

/// <summary>Reads the references in an object, or in some elements of an array, and gives them to the walk.</summary>
internal delegate void ReferenceScan(object item, int from, int to, HeapWalk walk);

/// <summary>What a walk does when it meets an object of a type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Boundary">Whether the walk stops there, and for what.</param>
/// <param name="Bytes">Bytes of an instance, elements not included.</param>
/// <param name="ElementBytes">Bytes of an element of an array or a string.</param>
/// <param name="IsWeakTable">Whether the references live only as long as their keys.</param>
internal sealed record TypePlan(Type Type, Boundary Boundary, int Bytes, int ElementBytes, bool IsWeakTable)
{
    /// <summary>Reads the references, or <see langword="null"/> when there are none.</summary>
    public ReferenceScan? Scan { get; set; }
}

/// <summary>Whether a walk stops at a type.</summary>
internal enum Boundary
{
    /// <summary>It is the isolate's: counted and followed.</summary>
    None,

    /// <summary>Parsed code: the isolate's only when it was parsed from strings at run time.</summary>
    Code,

    /// <summary>The host's or the process's: neither counted nor followed.</summary>
    Host,
}
