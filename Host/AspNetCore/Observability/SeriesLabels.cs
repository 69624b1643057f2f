namespace PureEdge.AspNetCore.Observability;

/// <summary>The labels of a series: a key as it is, since every request looks several up, and text when somebody reads it.</summary>
/// <param name="FirstName">The first label, if there is one.</param>
/// <param name="First">Its value.</param>
/// <param name="SecondName">The second, if there is one.</param>
/// <param name="Second">Its value.</param>
/// <remarks>Of strings alone: a pair of the class library has a hash of its first part only, and then all workers share one.</remarks>
internal readonly record struct SeriesLabels(string? FirstName, string? First, string? SecondName, string? Second)
{
    /// <summary>The labels of a measurement.</summary>
    public static SeriesLabels Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags switch
    {
        [] => default,
        [var first] => new(first.Key, Text(first.Value), null, null),
        [var first, var second] => new(first.Key, Text(first.Value), second.Key, Text(second.Value)),
        _ => throw new NotSupportedException("An instrument of PureEdge has at most two labels."),
    };

    /// <summary>As Prometheus writes them, without braces.</summary>
    public override string ToString() =>
        FirstName is null ? "" : SecondName is null ? Escaped(FirstName, First) : $"{Escaped(FirstName, First)},{Escaped(SecondName, Second)}";

    private static string Text(object? value) => value as string ?? $"{value}";

    private static string Escaped(string name, string? value) =>
        $"{name}=\"{value!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
