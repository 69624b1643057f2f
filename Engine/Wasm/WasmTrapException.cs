namespace PureEdge.Wasm;

/// <summary>A program was stopped: it did what the specification calls a trap, or met a limit of its store.</summary>
public sealed class WasmTrapException : Exception
{
    internal WasmTrapException(WasmTrap trap, Exception? inner = null)
        : base(Text(trap), inner) => Trap = trap;

    internal WasmTrapException(WasmTrap trap, WasmFunction function)
        : this(trap) => Function = function;

    /// <summary>What it did.</summary>
    public WasmTrap Trap { get; }

    /// <summary>
    /// The function that did it, where that is known: always with <see cref="WasmTrap.Unreachable"/> and with what an indirect call finds wrong, never with
    /// <see cref="WasmTrap.StackExhausted"/> and <see cref="WasmTrap.FuelExhausted"/>. With others it is the function whose code .NET was in: its caller
    /// when it is small and .NET has put it there, or when what traps is a call at its end.
    /// </summary>
    public WasmFunction? Function { get; internal set; }

    private static string Text(WasmTrap trap) => trap switch
    {
        WasmTrap.Unreachable => "unreachable",
        WasmTrap.MemoryOutOfBounds => "out of bounds memory access",
        WasmTrap.TableOutOfBounds => "out of bounds table access",
        WasmTrap.UndefinedElement => "undefined element",
        WasmTrap.UninitializedElement => "uninitialized element",
        WasmTrap.IndirectCallTypeMismatch => "indirect call type mismatch",
        WasmTrap.IntegerDivideByZero => "integer divide by zero",
        WasmTrap.IntegerOverflow => "integer overflow",
        WasmTrap.InvalidConversionToInteger => "invalid conversion to integer",
        WasmTrap.NullReference => "null exception reference",
        WasmTrap.StackExhausted => "call stack exhausted",
        _ => "fuel exhausted",
    };
}
