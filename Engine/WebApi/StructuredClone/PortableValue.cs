namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>
/// An object on its way from one isolate to another, when it belongs to neither: StructuredSerialize's record. Primitives are plain values of the
/// host: <see langword="null"/>, <see cref="Undefined"/>, booleans, doubles, strings and <see cref="System.Numerics.BigInteger"/>s.
/// </summary>
/// <remarks>Filled by <see cref="PortableWriter"/>, not changed afterwards. Two places that hold the same object hold the same instance.</remarks>
internal sealed class PortableValue(PortableKind kind)
{
    /// <summary>Stands for <c>undefined</c>.</summary>
    public static readonly object Undefined = new();

    /// <summary>What it is.</summary>
    public PortableKind Kind { get; } = kind;

    /// <summary>What the kind needs beside its parts: bytes, a time, a pattern, a typed array's constructor, a handle, ...</summary>
    public object? Data { get; init; }

    /// <summary>A second datum: flags of a pattern, the greatest length of a buffer, the name of a file.</summary>
    public object? Detail { get; init; }

    /// <summary>Where a view begins in its buffer, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>Elements of a view or an array; <see langword="null"/> for a view that follows its buffer's length.</summary>
    public long? Length { get; init; }

    /// <summary>Keys and values in turn, the items of a set, the buffer of a view, or the cause of an error.</summary>
    public List<object?> Parts { get; } = [];
}

/// <summary>What a <see cref="PortableValue"/> is.</summary>
internal enum PortableKind
{
    Record,
    Array,
    Map,
    Set,
    Date,
    RegExp,
    Error,
    DomException,
    Buffer,
    TypedArray,
    DataView,
    Blob,
    File,
    Boxed,
    Passed,
}
