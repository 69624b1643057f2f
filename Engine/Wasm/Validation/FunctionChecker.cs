using PureEdge.Metering;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Compilation;

namespace PureEdge.Wasm.Validation;

/// <summary>
/// Checks the functions of a module and charges for compiling them: for bytes and locals, and for the methods that they become. What is interpreted is
/// charged the same.
/// </summary>
/// <remarks>Owned by one compilation.</remarks>
internal sealed class FunctionChecker(ModuleDefinition definition, WasmLimits limits)
{
    // Compiling takes some half a microsecond for a byte, which is about forty steps of the meter.
    private const long StepsPerByte = 40;

    /// <summary>What each method costs beside what is in it.</summary>
    public const long StepsPerMethod = 1_000;

    private readonly FunctionValidator _validator = new(definition, limits);

    /// <summary>What was found out about the function that was checked last.</summary>
    public FunctionFacts Facts { get; } = new();

    /// <summary>What was charged.</summary>
    public long Steps { get; private set; }

    /// <summary>Checks a function.</summary>
    /// <param name="index">Its place among those that are not imported.</param>
    /// <returns>The parts of it that become methods of their own.</returns>
    /// <exception cref="WasmFormatException">It is not valid.</exception>
    public IReadOnlyList<CodeRegion> Check(int index)
    {
        var body = definition.Bodies[index];
        Charge((StepsPerByte * (body.End - body.Start)) + StepsPerMethod);
        _validator.Validate(definition.ImportedFunctions + index, body, Facts);
        var regions = CodeRegions.Of(definition, Facts, body.End, limits.MethodBytes);
        Charge((StepsPerByte * Facts.Locals.Count) + (StepsPerMethod * regions.Count));
        return regions;
    }

    private void Charge(long steps)
    {
        Steps += steps;
        Meter.Work<Billed>(steps);
    }
}
