using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Interpretation;

/// <summary>A checked module whose functions are translated when they are first called, shared by all instances of the process.</summary>
/// <remarks>Immutable but for that; two threads that translate the same function make the same code, and either is kept.</remarks>
internal sealed class InterpretedModule : ModuleCode
{
    private readonly WasmLimits _limits;
    private readonly FunctionCode?[] _functions;

    private InterpretedModule(ModuleDefinition definition, WasmLimits limits)
        : base(definition, PlaceOwnGlobals(definition))
    {
        _limits = limits;
        _functions = new FunctionCode?[definition.Bodies.Count];
    }

    /// <summary>Checks a module. Whoever has it made pays for the translation too, as for a compilation: calls cost the same whoever is the first.</summary>
    /// <exception cref="WasmFormatException">A function of it is not valid.</exception>
    public static InterpretedModule Make(ModuleDefinition definition, WasmLimits limits)
    {
        var checker = new FunctionChecker(definition, limits);
        for (var i = 0; i < definition.Bodies.Count; i++)
        {
            checker.ChargeMethod();
        }

        for (var i = 0; i < definition.Bodies.Count; i++)
        {
            checker.Check(i);
        }

        return new InterpretedModule(definition, limits) { CompileSteps = checker.Steps };
    }

    /// <inheritdoc />
    public override nint Pointer(int function) => 0;

    /// <inheritdoc />
    public override nint Thunk(WasmFunctionType type) => 0;

    /// <inheritdoc />
    public override InvokerCode Invoker(WasmFunctionType type) => throw new InvalidOperationException("Functions of an interpreted module are called by the interpreter.");

    /// <summary>The code of a function that is not imported.</summary>
    public FunctionCode Function(int function) => _functions[function - Definition.ImportedFunctions] ?? Translate(function);

    private FunctionCode Translate(int function)
    {
        var index = function - Definition.ImportedFunctions;
        var body = Definition.Bodies[index];
        var facts = new FunctionFacts();
        // The facts of all functions together would take more memory than their code; a second look gives them again.
        new FunctionValidator(Definition, _limits).Validate(function, body, facts);
        return _functions[index] = new FunctionTranslator(this, function, facts).Translate(body);
    }
}
