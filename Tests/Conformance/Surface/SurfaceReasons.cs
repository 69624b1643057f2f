using System.Text.Json;
using System.Text.RegularExpressions;

namespace PureEdge.Conformance.Tests.Surface;

/// <summary>Why lines of <c>differences.txt</c> are there.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Lines">Regular expressions, each for whole lines.</param>
internal sealed record SurfaceReason(string Reason, IReadOnlyList<string> Lines);

/// <summary>The table <c>reasons.json</c>: every difference has one reason, and every reason a difference.</summary>
internal static class SurfaceReasons
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<SurfaceReason> Load(string file) => JsonSerializer.Deserialize<List<SurfaceReason>>(File.ReadAllText(file), Json)!;

    /// <summary>What is wrong with reasons for these differences.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<SurfaceReason> reasons, IReadOnlyList<string> differences)
    {
        List<(string Reason, string Pattern, Regex Whole)> rules =
            [.. reasons.SelectMany(x => x.Lines, (x, line) => (x.Reason, line, new Regex($"^(?:{line})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))))];
        List<string> faults = [.. rules.Where(x => !differences.Any(x.Whole.IsMatch)).Select(x => $"explains nothing: {x.Pattern}")];
        foreach (string difference in differences)
        {
            int count = rules.Where(x => x.Whole.IsMatch(difference)).Select(x => x.Reason).Distinct(StringComparer.Ordinal).Count();
            if (count != 1)
            {
                faults.Add($"{(count == 0 ? "has no reason" : "has more than one reason")}: {difference}");
            }
        }

        faults.AddRange(reasons.Where(x => string.IsNullOrWhiteSpace(x.Reason)).Select(x => $"is no reason: \"{x.Reason}\""));
        return faults;
    }
}
