namespace PureEdge.Engine.Isolates.Fork;

/// <summary>Reads the references of an object or an array in the order in which they are written to its copies.</summary>
internal delegate void ReadReferences(object item, int element, List<object?> into);

/// <summary>Writes references to a copy: those whose target is not negative.</summary>
/// <returns>Where in <paramref name="targets"/> the next object's begin.</returns>
internal delegate int WriteReferences(object copy, int element, int at, int[] targets, object[] copies);

/// <summary>How objects of a type are copied, and what becomes of those that are met.</summary>
/// <param name="Type">The type.</param>
/// <param name="Fate">What becomes of them.</param>
/// <param name="Bytes">About the bytes of an object, or of an array without elements.</param>
/// <param name="ElementBytes">Bytes of an element of an array.</param>
/// <param name="Read">Reads the references, or <see langword="null"/> when there are none.</param>
/// <param name="Write">Writes them.</param>
internal sealed record TypeCopier(Type Type, Fate Fate, int Bytes, int ElementBytes, ReadReferences? Read, WriteReferences? Write)
{
    /// <summary>Whether references are written by element.</summary>
    public bool IsArray => Type.IsArray;
}

/// <summary>What becomes of an object that an isolate leads to, when the isolate is forked.</summary>
internal enum Fate
{
    /// <summary>Nobody has reviewed its type: there is no image.</summary>
    Refuse,

    /// <summary>Every isolate gets its own.</summary>
    Copy,

    /// <summary>Immutable, or the process's or the version's: all isolates have the same.</summary>
    Share,

    /// <summary>All isolates have the same if the process leads to it, else each gets its own.</summary>
    ShareIfOfProcess,

    /// <summary>A weak reference: each isolate gets a new one to its own copy.</summary>
    WeakReference,

    /// <summary>A weak table of the class library: each isolate gets a new one with its own copies.</summary>
    WeakTable,
}
