namespace PureEdge.Wasm;

/// <summary>How small and how large a memory (in pages of 64 KB) or a table may be.</summary>
internal readonly record struct Limits(uint Minimum, uint? Maximum)
{
    /// <summary>Whether what has these limits may be given where <paramref name="wanted"/> is imported.</summary>
    public bool Match(Limits wanted) =>
        Minimum >= wanted.Minimum && (wanted.Maximum is not { } most || (Maximum is { } mine && mine <= most));
}
