namespace PureEdge.Wasm;

/// <summary>What a module may contain and a store may hold. All are checked before anything is allocated for it.</summary>
public sealed class WasmLimits
{
    internal const int MaxParameters = 1_000;
    internal const int MaxResults = 1_000;
    internal const int PageBytes = 65_536;

    /// <summary>The limits that hold where none are given.</summary>
    public static WasmLimits Default { get; } = new();

    /// <summary>Bytes of a module; default 32 MB, as large as the largest known compilers and interpreters.</summary>
    public int MaxModuleBytes { get; init; } = 32 << 20;

    /// <summary>Types, imports, exports, globals, tags and element segments, each; default 50,000.</summary>
    public int MaxDeclarations { get; init; } = 50_000;

    /// <summary>Data segments; default 100,000, as in browsers: Go's compiler writes one for each run of bytes that are not zero.</summary>
    public int MaxDataSegments { get; init; } = 100_000;

    /// <summary>Functions, imported ones included; default 100,000: each costs a kilobyte while it is compiled.</summary>
    public int MaxFunctions { get; init; } = 100_000;

    /// <summary>Bytes of one function; default 256 KB. A just-in-time compiler works on a function at a time, and cannot be interrupted: that takes it some 100 ms.</summary>
    public int MaxFunctionBytes { get; init; } = 256 << 10;

    /// <summary>Locals of one function, parameters included; default 20,000: they stand on the stack.</summary>
    public int MaxLocals { get; init; } = 20_000;

    /// <summary>Locals, parameters and results of all functions together; default 2,000,000.</summary>
    public int MaxTotalLocals { get; init; } = 2_000_000;

    /// <summary>Targets of one <c>br_table</c>; default 65,520, as in browsers.</summary>
    public int MaxBranchTargets { get; init; } = 65_520;

    /// <summary>Blocks inside blocks; default 5,000.</summary>
    public int MaxBlockDepth { get; init; } = 5_000;

    /// <summary>Values on the stack of one function; default 20,000.</summary>
    public int MaxStackValues { get; init; } = 20_000;

    /// <summary>Tables of a module; default 100.</summary>
    public int MaxTables { get; init; } = 100;

    /// <summary>Elements of all tables of a store together; default 1,000,000.</summary>
    public int MaxTableElements { get; init; } = 1_000_000;

    /// <summary>Bytes of all memories of a store together; default 128 MB, what a worker may keep. At most 2 GB less one page.</summary>
    public long MaxMemoryBytes { get; init; } = 128L << 20;

    /// <summary>
    /// Bytes of stack that nested calls may use where the thread is not metered by PureEdge.Limits; default 256 KB, for which the
    /// smallest thread has room.
    /// </summary>
    public int StackBytes { get; init; } = 256 << 10;

    /// <summary>Bytes of one function that are compiled to one method; larger ones are taken apart. Default 11,000, which become some 50,000 bytes of IL: .NET does not optimise more than 60,000.</summary>
    internal int MethodBytes { get; init; } = 11_000;

    /// <summary>The same for limits that are the same.</summary>
    internal string Fingerprint => string.Join(
        '/', MaxModuleBytes, MaxDeclarations, MaxDataSegments, MaxFunctions, MaxFunctionBytes, MaxLocals, MaxTotalLocals, MaxBranchTargets, MaxBlockDepth, MaxStackValues, MaxTables, MaxTableElements, MethodBytes);
}
