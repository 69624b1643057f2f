using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Interpretation;

namespace PureEdge.Wasm.Runtime;

/// <summary>The state of an instance, as compiled code gets it.</summary>
internal sealed class InstanceState : Callee
{
    /// <summary>How many globals that nobody else sees stand in the instance itself.</summary>
    public const int OwnGlobals = 8;

    // Read and written by compiled code.
    public WasmMemory Memory = null!;
    public WasmTable Table0 = null!;
    public readonly WasmTable[] Tables;
    public readonly WasmGlobal?[] Globals;
    public readonly WasmFunction[] Imports;
    public readonly WasmTag[] Tags;
    public readonly long[] TypeIds;
    public long G0;
    public long G1;
    public long G2;
    public long G3;
    public long G4;
    public long G5;
    public long G6;
    public long G7;

    // The last call of an import, until a function of the host has taken note of it; written where imports are called, tail calls aside.
    public long Calling = -1;

    private readonly WasmFunction?[] _functions;
    private readonly bool[] _droppedData;
    private readonly object?[]?[] _elements;

    public InstanceState(WasmStore store, WasmModule module)
        : base(store)
    {
        var definition = module.Definition;
        Module = module;
        Tables = new WasmTable[definition.Tables.Count];
        Globals = new WasmGlobal?[definition.Globals.Count];
        Imports = new WasmFunction[definition.ImportedFunctions];
        Tags = new WasmTag[definition.Tags.Count];
        TypeIds = module.Code.TypeIds;
        _functions = new WasmFunction?[definition.Functions.Count];
        _droppedData = new bool[definition.Data.Count];
        _elements = new object?[]?[definition.Elements.Count];
        store.EnsureResults(module.Code.MostResults);
    }

    /// <summary>The module rather than what is in it: one type marks where an isolate's objects end.</summary>
    public WasmModule Module { get; }

    /// <summary>The code of its functions when the module is interpreted.</summary>
    public InterpretedModule? Interpreted => Module.Code as InterpretedModule;

    public ModuleDefinition Definition => Module.Definition;

    public WasmFunction Function(int index) =>
        _functions[index] ??= index < Imports.Length
            ? Imports[index]
            : new WasmFunction(Definition.Functions[index], this, Module.Code.Pointer(index), index);

    /// <summary>What <see cref="Calling"/> is when a function calls an import.</summary>
    public static long CallOf(int import, int function) => ((long)import << 32) | (uint)function;

    /// <summary>The function that has just called a function of the host as an import; -1 when it was called in another way.</summary>
    public int TakeCall(HostCallee callee)
    {
        var call = Calling;
        Calling = -1;
        // A call of an import that is of WebAssembly stays noted: what is called through a table in its course is another function.
        return call >= 0 && ReferenceEquals(Imports[(int)(call >> 32)].Callee, callee) ? (int)call : -1;
    }

    public ref long OwnGlobal(int slot)
    {
        switch (slot)
        {
            case 0: return ref G0;
            case 1: return ref G1;
            case 2: return ref G2;
            case 3: return ref G3;
            case 4: return ref G4;
            case 5: return ref G5;
            case 6: return ref G6;
            default: return ref G7;
        }
    }

    /// <summary>What is left of a data segment.</summary>
    public ReadOnlySpan<byte> Data(int segment) =>
        _droppedData[segment] ? default : Definition.Bytes.AsSpan(Definition.Data[segment].Start, Definition.Data[segment].Length);

    public void DropData(int segment) => _droppedData[segment] = true;

    /// <summary>What is left of an element segment.</summary>
    public ReadOnlySpan<object?> Elements(int segment) => _elements[segment] ?? [];

    public void SetElements(int segment, object?[]? items) => _elements[segment] = items;
}
