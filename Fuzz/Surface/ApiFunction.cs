using PureEdge.Fuzz.Programs;

namespace PureEdge.Fuzz.Surface;

/// <summary>A function that a script can reach.</summary>
/// <param name="Path">The expression that finds it.</param>
/// <param name="Receiver">The expression that makes a receiver it works on.</param>
/// <param name="Length">How many parameters it says it has.</param>
/// <param name="Constructs">Whether it can be called with <c>new</c>.</param>
internal sealed record ApiFunction(string Path, string Receiver, int Length, bool Constructs)
{
    /// <summary>Kinds of first arguments that it did not refuse with a <c>TypeError</c> when the realm was walked.</summary>
    public Kind[] Accepts { get; init; } = [];

    /// <summary>A call with arguments, which are the holes from <c>$1</c> on; the receiver is <c>$0</c>.</summary>
    public string Call(int arguments, bool construct)
    {
        var list = string.Join(", ", Enumerable.Range(1, arguments).Select(static i => $"${i}"));
        return construct ? $"Reflect.construct({Path}, [{list}])" : $"Reflect.apply({Path}, $0, [{list}])";
    }
}
