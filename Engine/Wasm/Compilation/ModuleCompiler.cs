using System.Reflection;
using System.Reflection.Emit;
using PureEdge.Metering;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Compilation;

/// <summary>Compiles a module to an assembly that is collected with the last instance of it: one static method for each function.</summary>
/// <remarks>Owned by one compilation.</remarks>
internal sealed class ModuleCompiler
{
    /// <summary>The name that the internals of this project are shown to.</summary>
    public const string AssemblyName = "PureEdge.Wasm.Compiled";

    // Compiling takes some half a microsecond for a byte, which is about forty steps of the meter.
    public const long StepsPerByte = 40;

    public const long StepsPerFunction = 1_000;

    // A frame beyond this is checked before it is made: the check in a function comes after its frame is there.
    private const int LargeFrameBytes = 8 << 10;

    private readonly WasmLimits _limits;
    private readonly MethodBuilder[] _methods;
    private readonly int?[] _ownGlobals;
    private readonly TypeBuilder _type;

    private ModuleCompiler(ModuleDefinition definition, WasmLimits limits)
    {
        Definition = definition;
        _limits = limits;
        _ownGlobals = ModuleCode.PlaceOwnGlobals(definition);
        _methods = new MethodBuilder[definition.Bodies.Count];
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.RunAndCollect);
        _type = assembly.DefineDynamicModule(AssemblyName).DefineType("Module", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
    }

    public ModuleDefinition Definition { get; }

    /// <summary>Compiles a module.</summary>
    /// <exception cref="WasmFormatException">A function of it is not valid.</exception>
    public static CompiledModule Compile(ModuleDefinition definition, WasmLimits limits) => new ModuleCompiler(definition, limits).Compile();

    /// <summary>Checks the functions of a module.</summary>
    /// <exception cref="WasmFormatException">One is not valid.</exception>
    public static void Validate(ModuleDefinition definition, WasmLimits limits)
    {
        var validator = new FunctionValidator(definition, limits);
        var facts = new FunctionFacts();
        for (var i = 0; i < definition.Bodies.Count; i++)
        {
            var body = definition.Bodies[i];
            Meter.Work<Billed>(body.End - body.Start);
            validator.Validate(definition.ImportedFunctions + i, body, facts);
        }
    }

    public MethodInfo Method(int function) => _methods[function - Definition.ImportedFunctions];

    /// <summary>The place in the instance of a global that nobody else sees.</summary>
    public int? OwnGlobal(int index) => _ownGlobals[index];

    private CompiledModule Compile()
    {
        var callee = typeof(InstanceState);
        for (var i = 0; i < _methods.Length; i++)
        {
            var type = Definition.Functions[Definition.ImportedFunctions + i];
            _methods[i] = _type.DefineMethod($"f{i}", MethodAttributes.Public | MethodAttributes.Static, ClrTypes.Return(type), ClrTypes.Parameters(type, callee));
            _methods[i].InitLocals = false;
        }

        var validator = new FunctionValidator(Definition, _limits);
        var facts = new FunctionFacts();
        for (var i = 0; i < _methods.Length; i++)
        {
            var body = Definition.Bodies[i];
            Meter.Work<Billed>((StepsPerByte * (body.End - body.Start)) + StepsPerFunction);
            validator.Validate(Definition.ImportedFunctions + i, body, facts);
            Meter.Work<Billed>(StepsPerByte * facts.Locals.Count);
            Compile(i, body, facts);
        }

        var thunks = HostThunk.Define(_type, Definition.Imports.Where(import => import.Kind == WasmExternKind.Function).Select(import => import.FunctionType!));
        return new CompiledModule(Definition, _type.CreateType(), _methods, thunks, _ownGlobals);
    }

    private void Compile(int index, FunctionBody body, FunctionFacts facts)
    {
        var function = Definition.ImportedFunctions + index;
        var type = Definition.Functions[function];
        var frameBytes = (facts.Locals.Count + facts.MostStackValues) * (facts.Locals.Contains(WasmType.V128) ? 16 : 8);
        var method = _methods[index];
        if (frameBytes > LargeFrameBytes)
        {
            method = _type.DefineMethod($"g{index}", MethodAttributes.Public | MethodAttributes.Static, ClrTypes.Return(type), ClrTypes.Parameters(type, typeof(InstanceState)));
            method.InitLocals = false;
            // Inlined, the frame would be made before the check.
            method.SetImplementationFlags(MethodImplAttributes.NoInlining);
            new FunctionCompiler(this, function, facts, _methods[index].GetILGenerator()).CompileGuard(method, frameBytes * 2);
        }

        new FunctionCompiler(this, function, facts, method.GetILGenerator(Math.Max(64, (body.End - body.Start) * 4))).Compile(body);
    }
}
