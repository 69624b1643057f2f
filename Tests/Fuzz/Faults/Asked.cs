namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>Which faults a run is asked to try.</summary>
internal static class Asked
{
    // "all", or parts of names with commas between them.
    private static readonly string? Text = Environment.GetEnvironmentVariable("PUREEDGE_FUZZ_FAULTS");

    /// <summary>The faults that are asked for; without a question those that are found in seconds.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> names, params string[] quick) => Text switch
    {
        null or "" => quick,
        "all" => names,
        _ => names.Where(static name => Text.Split(',').Any(part => name.Contains(part, StringComparison.Ordinal))),
    };
}
