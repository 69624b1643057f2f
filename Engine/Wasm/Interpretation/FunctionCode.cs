namespace PureEdge.Wasm.Interpretation;

/// <summary>A function as the interpreter runs it. Immutable.</summary>
internal sealed class FunctionCode
{
    public required WasmFunctionType Type { get; init; }

    /// <summary>Its number in the module.</summary>
    public required int Index { get; init; }

    /// <summary>Instructions of <see cref="Op"/>, each with its immediates.</summary>
    public required int[] Code { get; init; }

    /// <summary>Places of the parameters; 128 bits take two, all else one.</summary>
    public required int ParameterSlots { get; init; }

    public required int ResultSlots { get; init; }

    /// <summary>Places of the parameters and locals: the operands begin behind them.</summary>
    public required int LocalSlots { get; init; }

    /// <summary>Places of all that a call may need.</summary>
    public required int FrameSlots { get; init; }

    /// <summary>Whether references may stand in its places.</summary>
    public required bool HasReferences { get; init; }

    /// <summary>Blocks that catch exceptions, inner ones first; null when there are none.</summary>
    public required CatchRange[]? Catches { get; init; }

    /// <summary>How many places a value takes.</summary>
    public static int Slots(WasmType type) => type == WasmType.V128 ? 2 : 1;

    /// <summary>Places of several values.</summary>
    public static int Slots(ReadOnlySpan<WasmType> types)
    {
        var slots = types.Length;
        foreach (var type in types)
        {
            slots += type == WasmType.V128 ? 1 : 0;
        }

        return slots;
    }
}

/// <summary>The code of a block that catches exceptions, and what catches them.</summary>
internal sealed record CatchRange(int Start, int End, Catch[] Catches);

/// <summary>What catches exceptions of a tag, or of all (-1), and where it goes on.</summary>
internal sealed class Catch(int tag, bool withReference)
{
    public int Tag { get; } = tag;

    public bool WithReference { get; } = withReference;

    public int Target { get; set; }

    /// <summary>Where it puts what the exception carries, from the start of the frame.</summary>
    public required int Height { get; init; }
}
