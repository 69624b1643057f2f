namespace PureEdge.Wasm;

/// <summary>The parameters and results of a function. Two of the same content are the same object.</summary>
public sealed class WasmFunctionType
{
    private readonly WasmType[] _parameters;
    private readonly WasmType[] _results;

    internal WasmFunctionType(WasmType[] parameters, WasmType[] results, long id)
    {
        _parameters = parameters;
        _results = results;
        Id = id;
    }

    /// <summary>Types of the parameters, in order.</summary>
    public ReadOnlySpan<WasmType> Parameters => _parameters;

    /// <summary>Types of the results, in order.</summary>
    public ReadOnlySpan<WasmType> Results => _results;

    internal WasmType[] ParameterArray => _parameters;

    internal WasmType[] ResultArray => _results;

    /// <summary>What compiled code compares; never given twice in a process.</summary>
    internal long Id { get; }

    /// <summary>The type with these parameters and results.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 1,000 parameters or results.</exception>
    public static WasmFunctionType Of(ReadOnlySpan<WasmType> parameters, ReadOnlySpan<WasmType> results)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters.Length, WasmLimits.MaxParameters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(results.Length, WasmLimits.MaxResults);
        return Runtime.FunctionTypes.Intern(parameters, results);
    }

    /// <inheritdoc />
    public override string ToString() => $"({string.Join(", ", _parameters)}) -> ({string.Join(", ", _results)})";
}
