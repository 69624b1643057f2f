using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Bindings;

/// <summary>A call of a binding's method.</summary>
/// <param name="arguments">What the script passed.</param>
/// <param name="aborted">Cancelled when the event ends or its client leaves.</param>
public sealed class BindingCall(IReadOnlyList<BindingValue> arguments, CancellationToken aborted)
{
    private readonly RequestScope? _scope;

    internal BindingCall(IReadOnlyList<BindingValue> arguments, RequestScope scope)
        : this(arguments, scope.Aborted) => _scope = scope;

    /// <summary>How many arguments there are.</summary>
    public int Count => arguments.Count;

    /// <summary>Cancelled when the event ends or its client leaves.</summary>
    public CancellationToken Aborted { get; } = aborted;

    /// <summary>An argument, or <see cref="BindingValue.Undefined"/> past the last.</summary>
    /// <param name="index">Its place, from 0.</param>
    public BindingValue this[int index] => index < arguments.Count ? arguments[index] : BindingValue.Undefined;

    /// <summary>Charges the request for memory, before the binding allocates it. May be called on any thread.</summary>
    /// <param name="bytes">How many bytes.</param>
    /// <exception cref="HostErrorException">The request has no such memory left: it ends when this failure comes back to it.</exception>
    public void Charge(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (_scope is null)
        {
            return;
        }

        _scope.Limits.ChargeHostBytes(bytes);
        if (_scope.Limits.Report.AllocatedBytes > _scope.Limits.Limits.AllocationBytes)
        {
            throw new HostErrorException(HostErrorKind.RangeError, $"The request has less memory left than the {bytes} bytes that the call needs; read large values as a stream.");
        }
    }
}
