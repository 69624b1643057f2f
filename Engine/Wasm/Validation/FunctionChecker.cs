using PureEdge.Metering;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Compilation;

namespace PureEdge.Wasm.Validation;

/// <summary>
/// Checks the functions of a module and charges for compiling them: for bytes and locals, and for the methods that they become. What is interpreted is
/// charged the same.
/// </summary>
/// <remarks>Owned by one compilation.</remarks>
internal sealed class FunctionChecker
{
    // Half a microsecond for a byte is for making IL of it, which is about forty steps of the meter. The rest is for the machine code, which .NET makes of a function at its first
    // call, for whoever calls: 7 us a byte (sql.js, all of its functions), of which a third is charged, as most programs do not call more of their code.
    private const long StepsPerByte = 240;

    /// <summary>What each method costs beside what is in it: an empty one takes .NET some 60 us.</summary>
    public const long StepsPerMethod = 5_000;

    private readonly ModuleDefinition _definition;
    private readonly WasmLimits _limits;
    private readonly FunctionValidator _validator;

    /// <summary>Begins with a module: each type of functions has two methods, between it and the host.</summary>
    public FunctionChecker(ModuleDefinition definition, WasmLimits limits)
    {
        _definition = definition;
        _limits = limits;
        _validator = new FunctionValidator(definition, limits);
        Charge(2 * StepsPerMethod * definition.Types.Distinct().LongCount());
    }

    /// <summary>What was found out about the function that was checked last.</summary>
    public FunctionFacts Facts { get; } = new();

    /// <summary>What was charged.</summary>
    public long Steps { get; private set; }

    /// <summary>A method is about to be made for a function.</summary>
    public void ChargeMethod() => Charge(StepsPerMethod);

    /// <summary>Checks a function; its method is charged already.</summary>
    /// <param name="index">Its place among those that are not imported.</param>
    /// <returns>The parts of it that become methods of their own.</returns>
    /// <exception cref="WasmFormatException">It is not valid.</exception>
    public IReadOnlyList<CodeRegion> Check(int index)
    {
        var body = _definition.Bodies[index];
        Charge(StepsPerByte * (body.End - body.Start));
        _validator.Validate(_definition.ImportedFunctions + index, body, Facts);
        var regions = CodeRegions.Of(_definition, Facts, body.End, _limits.MethodBytes);
        Charge((StepsPerByte * Facts.Locals.Count) + (StepsPerMethod * regions.Count));
        return regions;
    }

    private void Charge(long steps)
    {
        Steps += steps;
        Meter.Work<Billed>(steps);
    }
}
