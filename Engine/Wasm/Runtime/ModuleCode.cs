using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm.Runtime;

/// <summary>A module that can run: compiled to IL, or translated for the interpreter.</summary>
internal abstract class ModuleCode
{
    private readonly int?[] _ownGlobals;

    protected ModuleCode(ModuleDefinition definition, int?[] ownGlobals)
    {
        Definition = definition;
        _ownGlobals = ownGlobals;
        TypeIds = [.. definition.Types.Select(type => type.Id)];
        MostResults = definition.Types.Count == 0 ? 0 : definition.Types.Max(signature => signature.ResultArray.Length);
    }

    public ModuleDefinition Definition { get; }

    /// <summary>Steps of the meter that compiling it costs whoever wants it, whether it is there already or not.</summary>
    public long CompileSteps { get; init; }

    /// <summary>How many results functions of the module's types may have.</summary>
    public int MostResults { get; }

    /// <summary>The place in the instance of a global that nobody else sees.</summary>
    public int? OwnGlobal(int index) => _ownGlobals[index];

    /// <summary>The type that has the methods of its functions; null when it is interpreted.</summary>
    public virtual Type? Methods => null;

    /// <summary>Where the IL of a function of the module is; 0 when it is interpreted.</summary>
    public abstract nint Pointer(int function);

    /// <summary>Where the code is that calls host functions of a type; 0 when the module has none for it.</summary>
    public abstract nint Thunk(WasmFunctionType type);

    /// <summary>The code that calls functions of the module from the host.</summary>
    /// <param name="type">The type of one of them.</param>
    public abstract InvokerCode Invoker(WasmFunctionType type);

    /// <summary>The numbers of the module's types, for compiled code that cannot know them: they are those of this process.</summary>
    public long[] TypeIds { get; }

    /// <summary>Gives globals of numbers that are not exported their places in the instance.</summary>
    public static int?[] PlaceOwnGlobals(ModuleDefinition definition)
    {
        var exported = definition.Exports.Where(export => export.Kind == WasmExternKind.Global).Select(export => export.Index).ToHashSet();
        var slots = new int?[definition.Globals.Count];
        var next = 0;
        for (var i = definition.ImportedGlobals; i < slots.Length && next < InstanceState.OwnGlobals; i++)
        {
            if (!exported.Contains(i) && definition.Globals[i].Type is WasmType.I32 or WasmType.I64 or WasmType.F32 or WasmType.F64)
            {
                slots[i] = next++;
            }
        }

        return slots;
    }
}
