namespace PureEdge.Wasm.Runtime;

/// <summary>A function of the host, as compiled code calls it.</summary>
internal sealed class HostCallee(WasmStore store, WasmFunctionType type, WasmHostFunction function) : Callee(store)
{
    private WasmValue[]? _spare = new WasmValue[type.ParameterArray.Length + type.ResultArray.Length];

    /// <summary>The module whose assembly has the code that calls this; kept as long as this is.</summary>
    public object? CodeOwner { get; set; }

    /// <summary>The instance that imported it first.</summary>
    public InstanceState? Importer { get; set; }

    /// <summary>Room for the arguments and then the results of one call.</summary>
    public WasmValue[] Take()
    {
        // A host function that is called again inside its own call gets new room.
        var values = _spare ?? new WasmValue[type.ParameterArray.Length + type.ResultArray.Length];
        _spare = null;
        return values;
    }

    public void GiveBack(WasmValue[] values)
    {
        Array.Clear(values);
        _spare = values;
    }

    /// <summary>Calls it for the host itself.</summary>
    public void Invoke(ReadOnlySpan<WasmValue> arguments, Span<WasmValue> results)
    {
        var values = Take();
        arguments.CopyTo(values);
        Call(values);
        values.AsSpan(arguments.Length).CopyTo(results);
        GiveBack(values);
    }

    public void Call(WasmValue[] values)
    {
        Store.Calls(Importer, Importer?.TakeCall(this) ?? -1);
        Store.Settle();
        var parameters = type.ParameterArray.Length;
        var results = values.AsSpan(parameters);
        try
        {
            function(values.AsSpan(0, parameters), results);
        }
        catch (Exception exception) when (Traps.Of(exception) is not null)
        {
            // What the host's own code did is no trap of the program.
            throw new WasmHostException(exception);
        }

        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].Type != type.ResultArray[i])
            {
                throw new InvalidOperationException($"A host function of the type {type} gave \"{results[i]}\" as result {i}.");
            }
        }
    }
}
