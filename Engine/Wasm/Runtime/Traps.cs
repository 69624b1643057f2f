using System.Diagnostics.CodeAnalysis;
using PureEdge.Metering;

namespace PureEdge.Wasm.Runtime;

/// <summary>Exceptions of the class library that compiled code leaves as they are until they reach the host.</summary>
internal static class Traps
{
    public static WasmTrap? Of(Exception exception) => exception switch
    {
        // Compiled code indexes arrays itself only for memory.
        IndexOutOfRangeException => WasmTrap.MemoryOutOfBounds,
        DivideByZeroException => WasmTrap.IntegerDivideByZero,
        OverflowException => WasmTrap.IntegerOverflow,
        _ => null,
    };

    [DoesNotReturn]
    public static void Throw(WasmTrap trap) => throw new WasmTrapException(trap);

    /// <summary>A trap of which is known what function does it.</summary>
    [DoesNotReturn]
    public static void Throw(WasmTrap trap, InstanceState instance, int function) => throw new WasmTrapException(trap, instance.Function(function));

    [DoesNotReturn]
    public static void Unreachable(InstanceState instance, int function) => Throw(WasmTrap.Unreachable, instance, function);

    [DoesNotReturn]
    public static void StackExhausted()
    {
        Meter.State?.StackIsRefused();
        throw new WasmTrapException(WasmTrap.StackExhausted);
    }
}
