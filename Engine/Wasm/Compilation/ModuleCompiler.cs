using System.Reflection;
using System.Reflection.Emit;
using PureEdge.Metering;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Compilation;

/// <summary>
/// Compiles a module, one static method for each function: to an assembly that is collected with the last instance of it, or to one that
/// is saved (<see cref="AheadOfTime.AssemblyWriter"/>).
/// </summary>
/// <remarks>Owned by one compilation.</remarks>
internal sealed class ModuleCompiler
{
    /// <summary>The name that the internals of this project are shown to.</summary>
    public const string AssemblyName = "PureEdge.Wasm.Compiled";

    // A frame beyond this is checked before it is made: the check in a function comes after its frame is there.
    private const int LargeFrameBytes = 8 << 10;

    private readonly FunctionChecker _checker;
    private readonly MethodBuilder[] _methods;
    private readonly int?[] _ownGlobals;
    private readonly TypeBuilder _type;

    private ModuleCompiler(ModuleDefinition definition, WasmLimits limits, TypeBuilder type, bool isSaved)
    {
        Definition = definition;
        _checker = new FunctionChecker(definition, limits);
        _ownGlobals = ModuleCode.PlaceOwnGlobals(definition);
        _methods = new MethodBuilder[definition.Bodies.Count];
        _type = type;
        IsSaved = isSaved;
    }

    public ModuleDefinition Definition { get; }

    /// <summary>Whether the code is for another process, and may have nothing of this one in it.</summary>
    public bool IsSaved { get; }

    /// <summary>Compiles a module.</summary>
    /// <exception cref="WasmFormatException">A function of it is not valid.</exception>
    public static CompiledModule Compile(ModuleDefinition definition, WasmLimits limits)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.RunAndCollect);
        var type = assembly.DefineDynamicModule(AssemblyName).DefineType("Module", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var compiler = new ModuleCompiler(definition, limits, type, isSaved: false);
        compiler.Emit();
        var thunks = HostThunk.Define(type, definition.Imports.Where(import => import.Kind == WasmExternKind.Function).Select(import => import.FunctionType!));
        return new CompiledModule(definition, type.CreateType(), compiler._methods, thunks, compiler._ownGlobals) { CompileSteps = compiler._checker.Steps };
    }

    /// <summary>Adds the functions of a module to a type that is saved.</summary>
    /// <returns>The methods, in order, and what was charged for them.</returns>
    /// <exception cref="WasmFormatException">A function of it is not valid.</exception>
    public static (MethodInfo[] Methods, long Steps) Emit(ModuleDefinition definition, WasmLimits limits, TypeBuilder type)
    {
        var compiler = new ModuleCompiler(definition, limits, type, isSaved: true);
        compiler.Emit();
        return (compiler._methods, compiler._checker.Steps);
    }

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

    /// <summary>A structure for the locals that a function and its regions share. Whoever has defined its fields creates it.</summary>
    public TypeBuilder DefineFrame(int function) => ((ModuleBuilder)_type.Module).DefineType(
        $"Frame{function - Definition.ImportedFunctions}",
        TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.SequentialLayout,
        typeof(ValueType));

    /// <summary>The method of a region: it takes the frame and the instance, and gives the number of the way it is left.</summary>
    public MethodBuilder DefineRegion(int function, int region, TypeBuilder frame) =>
        DefineMethod($"f{function - Definition.ImportedFunctions}_{region}", typeof(int), [frame.MakeByRefType(), typeof(InstanceState)], MethodImplAttributes.NoInlining);

    public MethodInfo Method(int function) => _methods[function - Definition.ImportedFunctions];

    /// <summary>The place in the instance of a global that nobody else sees.</summary>
    public int? OwnGlobal(int index) => _ownGlobals[index];

    private void Emit()
    {
        for (var i = 0; i < _methods.Length; i++)
        {
            _checker.ChargeMethod();
            _methods[i] = DefineMethod($"f{i}", Definition.Functions[Definition.ImportedFunctions + i]);
        }

        for (var i = 0; i < _methods.Length; i++)
        {
            var regions = _checker.Check(i);
            Compile(i, _checker.Facts, regions);
        }
    }

    private MethodBuilder DefineMethod(string name, WasmFunctionType type, MethodImplAttributes flags = MethodImplAttributes.IL) =>
        DefineMethod(name, ClrTypes.Return(type), ClrTypes.Parameters(type, typeof(InstanceState)), flags);

    private MethodBuilder DefineMethod(string name, Type result, Type[] parameters, MethodImplAttributes flags)
    {
        var method = _type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, result, parameters);
        method.InitLocals = false;
        // The code of a file could be compiled without optimisation first, with frames that are larger than is reckoned with.
        flags |= IsSaved ? MethodImplAttributes.AggressiveOptimization : MethodImplAttributes.IL;
        if (flags != MethodImplAttributes.IL)
        {
            method.SetImplementationFlags(flags);
        }

        return method;
    }

    private void Compile(int index, FunctionFacts facts, IReadOnlyList<CodeRegion> regions)
    {
        var body = Definition.Bodies[index];
        var function = Definition.ImportedFunctions + index;
        var type = Definition.Functions[function];
        var frameBytes = (facts.Locals.Count + facts.MostStackValues) * (facts.Locals.Contains(WasmType.V128) ? 16 : 8);
        var method = _methods[index];
        if (frameBytes > LargeFrameBytes)
        {
            // Inlined, the frame would be made before the check.
            method = DefineMethod($"g{index}", type, MethodImplAttributes.NoInlining);
            new FunctionCompiler(this, function, facts, [], _methods[index].GetILGenerator()).CompileGuard(method, frameBytes * 2);
        }

        new FunctionCompiler(this, function, facts, regions, method.GetILGenerator(Math.Max(64, (body.End - body.Start) * 4))).Compile(body);
    }
}
