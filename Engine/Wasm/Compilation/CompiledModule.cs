using System.Reflection.Emit;
using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm.Compilation;

/// <summary>A module as code, shared by all instances of the process. Its function pointers are looked up when they are first wanted.</summary>
/// <remarks>Immutable but for that.</remarks>
internal sealed class CompiledModule
{
    private readonly Type _type;
    private readonly int[] _tokens;
    private readonly nint[] _pointers;
    private readonly Dictionary<WasmFunctionType, string> _thunks;
    private readonly int?[] _ownGlobals;

    public CompiledModule(ModuleDefinition definition, Type type, MethodBuilder[] methods, Dictionary<WasmFunctionType, string> thunks, int?[] ownGlobals)
    {
        Definition = definition;
        _type = type;
        _thunks = thunks;
        _ownGlobals = ownGlobals;
        _tokens = [.. methods.Select(method => method.MetadataToken)];
        _pointers = new nint[methods.Length];
        MostResults = definition.Types.Count == 0 ? 0 : definition.Types.Max(signature => signature.ResultArray.Length);
    }

    public ModuleDefinition Definition { get; }

    /// <summary>How many results functions of the module's types may have.</summary>
    public int MostResults { get; }

    /// <summary>Where the code of a function of the module is.</summary>
    public nint Pointer(int function)
    {
        ref var pointer = ref _pointers[function - Definition.ImportedFunctions];
        if (pointer == 0)
        {
            // Two threads find the same.
            pointer = _type.Module.ResolveMethod(_tokens[function - Definition.ImportedFunctions])!.MethodHandle.GetFunctionPointer();
        }

        return pointer;
    }

    /// <summary>Where the code is that calls host functions of a type; 0 when the module imports none of it.</summary>
    public nint Thunk(WasmFunctionType type) =>
        _thunks.TryGetValue(type, out var name) ? _type.GetMethod(name)!.MethodHandle.GetFunctionPointer() : 0;

    public int? OwnGlobal(int index) => _ownGlobals[index];
}
