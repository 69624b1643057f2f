namespace PureEdge.Engine.Bindings;

/// <summary>A call of a binding's method.</summary>
/// <param name="arguments">What the script passed.</param>
/// <param name="aborted">Cancelled when the event ends or its client leaves.</param>
public sealed class BindingCall(IReadOnlyList<BindingValue> arguments, CancellationToken aborted)
{
    /// <summary>How many arguments there are.</summary>
    public int Count => arguments.Count;

    /// <summary>Cancelled when the event ends or its client leaves.</summary>
    public CancellationToken Aborted { get; } = aborted;

    /// <summary>An argument, or <see cref="BindingValue.Undefined"/> past the last.</summary>
    /// <param name="index">Its place, from 0.</param>
    public BindingValue this[int index] => index < arguments.Count ? arguments[index] : BindingValue.Undefined;
}
