namespace PureEdge.Wasm.Binary;

internal readonly record struct TableDefinition(WasmType ElementType, Limits Limits);

internal readonly record struct GlobalDefinition(WasmType Type, bool IsMutable, ConstantExpression? Initial);

internal readonly record struct FunctionBody(int Start, int End);

internal readonly record struct CustomSection(string Name, int Start, int End);

internal enum SegmentMode
{
    Active,
    Passive,
    Declarative,
}

internal sealed class DataSegment(ConstantExpression? offset, int start, int end)
{
    /// <summary>Where it goes when the module is instantiated; none when it waits for <c>memory.init</c>.</summary>
    public ConstantExpression? Offset { get; } = offset;

    public int Start { get; } = start;

    public int Length { get; } = end - start;
}

internal sealed class ElementSegment(SegmentMode mode, int table, ConstantExpression? offset, WasmType type, int[] items)
{
    /// <summary>An item that is null.</summary>
    public const int Null = -1;

    public SegmentMode Mode { get; } = mode;

    public int Table { get; } = table;

    public ConstantExpression? Offset { get; } = offset;

    public WasmType Type { get; } = type;

    /// <summary>Indexes of functions; <see cref="Null"/>; and below that the value of a global, as <c>-2 - index</c>.</summary>
    public int[] Items { get; } = items;
}

/// <summary>What a module declares, as decoded. Immutable once <see cref="ModuleDecoder"/> is done.</summary>
internal sealed class ModuleDefinition(byte[] bytes)
{
    public byte[] Bytes { get; } = bytes;

    public List<WasmFunctionType> Types { get; } = [];

    public List<WasmImport> Imports { get; } = [];

    /// <summary>The types of all functions, imported ones first; likewise below.</summary>
    public List<WasmFunctionType> Functions { get; } = [];

    public List<TableDefinition> Tables { get; } = [];

    public List<Limits> Memories { get; } = [];

    public List<GlobalDefinition> Globals { get; } = [];

    public List<WasmFunctionType> Tags { get; } = [];

    public int ImportedFunctions { get; set; }

    public int ImportedTables { get; set; }

    public int ImportedMemories { get; set; }

    public int ImportedGlobals { get; set; }

    public int ImportedTags { get; set; }

    public List<WasmExport> Exports { get; } = [];

    public int? Start { get; set; }

    public List<ElementSegment> Elements { get; } = [];

    /// <summary>How many data segments there are, if the module says so before its code.</summary>
    public int? DataCount { get; set; }

    public List<FunctionBody> Bodies { get; } = [];

    public List<DataSegment> Data { get; } = [];

    public List<CustomSection> CustomSections { get; } = [];

    /// <summary>Functions that <c>ref.func</c> may name: those that occur outside of code.</summary>
    public HashSet<int> ReferencedFunctions { get; } = [];

    /// <summary>Reads what a block takes and gives, in code that has been checked.</summary>
    public (WasmType[] Parameters, WasmType[] Results) BlockType(ref WasmReader reader)
    {
        var b = reader.Peek();
        if (b == 0x40)
        {
            reader.Byte();
            return ([], []);
        }

        if (b is >= 0x40 and < 0x80)
        {
            return ([], [reader.ValueType()]);
        }

        var type = Types[(int)reader.S33()];
        return (type.ParameterArray, type.ResultArray);
    }
}
