using System.Reflection;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

/// <summary>A module as IL, shared by all instances of the process. Its function pointers are looked up when they are first wanted.</summary>
/// <remarks>Immutable but for that.</remarks>
internal sealed class CompiledModule : ModuleCode
{
    private readonly Type _type;
    private readonly int[] _tokens;
    private readonly nint[] _pointers;
    private readonly Dictionary<WasmFunctionType, string> _thunks;

    public CompiledModule(ModuleDefinition definition, Type type, MethodInfo[] methods, Dictionary<WasmFunctionType, string> thunks, int?[] ownGlobals)
        : base(definition, ownGlobals)
    {
        _type = type;
        _thunks = thunks;
        _tokens = [.. methods.Select(method => method.MetadataToken)];
        _pointers = new nint[methods.Length];
    }

    /// <inheritdoc />
    public override Type Methods => _type;

    /// <inheritdoc />
    public override nint Pointer(int function)
    {
        ref var pointer = ref _pointers[function - Definition.ImportedFunctions];
        if (pointer == 0)
        {
            // Two threads find the same.
            pointer = _type.Module.ResolveMethod(_tokens[function - Definition.ImportedFunctions])!.MethodHandle.GetFunctionPointer();
        }

        return pointer;
    }

    /// <inheritdoc />
    public override nint Thunk(WasmFunctionType type) =>
        _thunks.TryGetValue(type, out var name) ? _type.GetMethod(name)!.MethodHandle.GetFunctionPointer() : 0;

    /// <inheritdoc />
    public override InvokerCode Invoker(WasmFunctionType type) => Compilation.Invoker.Of(type);
}
