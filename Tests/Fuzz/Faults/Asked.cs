namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>Which faults a run is asked to try.</summary>
internal static class Asked
{
    private const string Variable = "PUREEDGE_FUZZ_FAULTS";

    private static readonly string? Text = Environment.GetEnvironmentVariable(Variable);

    /// <summary>The faults that are asked for; without a question one, which is then skipped.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> names) => Text switch
    {
        null or "" => names.Take(1),
        "all" => names,
        _ => names.Where(static name => name.Contains(Text, StringComparison.Ordinal)),
    };

    public static void SkipUnless() => Skip.If(string.IsNullOrEmpty(Text), $"Takes minutes: set {Variable}=all, or a part of a fault's name.");
}
