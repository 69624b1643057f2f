using System.Reflection;
using System.Runtime.CompilerServices;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Compilation;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.AheadOfTime;

/// <summary>A module whose code is in an assembly that <see cref="AssemblyWriter"/> wrote. Nothing of it is made at run time.</summary>
/// <remarks>Immutable but for what is looked up when it is first wanted.</remarks>
internal sealed class PrecompiledModule : ModuleCode
{
    private readonly PointerFinder _functions;
    private readonly PointerFinder _thunks;
    private readonly InvokerFinder _invokers;
    private readonly nint[] _pointers;
    private readonly InvokerCode?[] _invokerCodes;
    private readonly Dictionary<WasmFunctionType, int> _types = [];

    private PrecompiledModule(Type owner, ModuleDefinition definition, PointerFinder functions, PointerFinder thunks, InvokerFinder invokers)
        : base(definition, PlaceOwnGlobals(definition))
    {
        Methods = owner;
        _functions = functions;
        _thunks = thunks;
        _invokers = invokers;
        _pointers = new nint[definition.Bodies.Count];
        foreach (var type in Types(definition))
        {
            _types.Add(type, _types.Count);
            if (!RuntimeFeature.IsDynamicCodeSupported)
            {
                // Nobody can make it when a function of the host is called through a table.
                HostThunk.Offer(type, thunks(_types[type]), thunks);
            }
        }

        _invokerCodes = new InvokerCode?[_types.Count];
    }

    /// <summary>The types that the assembly has code for, in its order.</summary>
    public static List<WasmFunctionType> Types(ModuleDefinition definition) => [.. definition.Types.Distinct()];

    /// <summary>Makes the module. Called by the assembly.</summary>
    /// <param name="steps">What compiling it was charged.</param>
    /// <exception cref="WasmFormatException">It exceeds the limits.</exception>
    public static WasmModule Make(Type owner, PointerFinder functions, PointerFinder thunks, InvokerFinder invokers, WasmLimits? limits, long steps)
    {
        limits ??= WasmLimits.Default;
        return WasmModule.Of(new PrecompiledModule(owner, ModuleDecoder.Decode(Bytes(owner.Assembly, limits), limits), functions, thunks, invokers) { CompileSteps = steps });
    }

    /// <inheritdoc />
    public override Type Methods { get; }

    /// <inheritdoc />
    public override nint Pointer(int function)
    {
        ref var pointer = ref _pointers[function - Definition.ImportedFunctions];
        if (pointer == 0)
        {
            // Two threads find the same; likewise below.
            pointer = _functions(function - Definition.ImportedFunctions);
        }

        return pointer;
    }

    /// <inheritdoc />
    public override nint Thunk(WasmFunctionType type) => _types.TryGetValue(type, out var index) ? _thunks(index) : 0;

    /// <inheritdoc />
    public override InvokerCode Invoker(WasmFunctionType type) => _invokerCodes[_types[type]] ??= _invokers(_types[type]);

    private static byte[] Bytes(Assembly assembly, WasmLimits limits)
    {
        using var stream = assembly.GetManifestResourceStream(AssemblyWriter.ResourceName)
            ?? throw new WasmFormatException(WasmErrorKind.Malformed, $"the assembly \"{assembly.GetName().Name}\" has lost its resource \"{AssemblyWriter.ResourceName}\"");
        ModuleDecoder.RequireSize(stream.Length, limits);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
