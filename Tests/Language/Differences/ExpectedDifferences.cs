using System.Text.Json;
using PureEdge.Language.Tests.Interpreters;

namespace PureEdge.Language.Tests.Differences;

/// <summary>
/// The differences that are known, under two headings: design (the limits are meant to do this) and bug (of the weaver or the
/// meter, to be mended). Every entry covers a check that differs, and no check that does not.
/// </summary>
internal sealed record ExpectedDifferences(IReadOnlyList<ExpectedDifference> Design, IReadOnlyList<ExpectedDifference> Bug)
{
    private const int MostShown = 40;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private IEnumerable<ExpectedDifference> All => [.. Design, .. Bug];

    public static ExpectedDifferences Load() => Parse(File.ReadAllText(Path.Combine(Observer.Folder, "Differences", "expected-differences.json")));

    public static ExpectedDifferences Parse(string json) =>
        JsonSerializer.Deserialize<ExpectedDifferences>(json, Json) ?? throw new InvalidDataException("expected-differences.json is empty.");

    /// <summary>Everything that is wrong with some checks, and with the entries for their kind.</summary>
    /// <param name="kind">What the names of all these checks, and of no other checks, begin with.</param>
    /// <param name="checks">The checks that differ; others may be among them.</param>
    public IReadOnlyList<string> Faults(string kind, IReadOnlyCollection<Check> checks)
    {
        var unused = All.Where(x => x.Check.StartsWith(kind, StringComparison.Ordinal)).ToHashSet(ReferenceEqualityComparer.Instance);
        List<string> faults = [];
        foreach (var check in checks.Where(x => x.Differs))
        {
            var covering = All.Where(x => x.Covers(check)).ToList();
            unused.ExceptWith(covering);
            if (covering.Count == 0)
            {
                faults.Add($"\"{check.Name}\" differs\n plain:   {check.Plain}\n metered: {check.Metered}");
            }
        }

        faults.AddRange(unused.Cast<ExpectedDifference>().Select(x => $"\"{x.Check}\" does not differ any more: remove it from expected-differences.json."));
        faults.AddRange(All.Where(x => string.IsNullOrWhiteSpace(x.Reason)).Select(x => $"\"{x.Check}\" has no reason."));
        return faults;
    }

    /// <summary>Fails the test when there are faults, and shows the first of them.</summary>
    public void AssertNoFaults(string kind, IReadOnlyCollection<Check> checks)
    {
        var faults = Faults(kind, checks);
        Assert.True(faults.Count == 0, $"{faults.Count} of \"{kind}\":\n{string.Join('\n', faults.Take(MostShown))}");
    }
}
