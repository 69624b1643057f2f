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
    /// The function that did it, where that is known: with <see cref="WasmTrap.Unreachable"/>, and with what an indirect call finds
    /// wrong. Other traps are exceptions of the processor and the class library, which do not say where they come from for nothing.
    /// </summary>
    public WasmFunction? Function { get; }

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
