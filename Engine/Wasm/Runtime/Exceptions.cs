using System.Runtime.ExceptionServices;

namespace PureEdge.Wasm.Runtime;

/// <summary>Exceptions of programs. Called by compiled code, which goes on to a throw of its own.</summary>
internal static class Exceptions
{
    // Throwing takes some 20 microseconds.
    private const long Cost = 20_000;

    public static Exception Throw(WasmValue[] payload, InstanceState instance, int tag)
    {
        instance.Store.Charge(Cost);
        return new WasmThrownException(instance.Tags[tag], payload);
    }

    public static Exception ThrowAgain(object? reference, InstanceState instance)
    {
        instance.Store.Charge(Cost);
        return reference as Exception ?? new WasmTrapException(WasmTrap.NullReference);
    }
}
