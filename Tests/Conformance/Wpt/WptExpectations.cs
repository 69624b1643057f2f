using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>Subtests that are known not to pass, for one reason.</summary>
/// <param name="Reason">Why; a permanent one holds the https address of a page that backs it.</param>
/// <param name="Tests">The names of the subtests, by the file (with its variant) they are in; <c>*</c> alone for a file of which none passes.</param>
internal sealed record WptExpectedFailures(string Reason, SortedDictionary<string, string[]> Tests);

/// <summary>
/// The table of one suite: every subtest that does not pass, by name, under three headings. A listed subtest that passes fails the
/// suite, and so does one that does not pass and is not listed.
/// </summary>
internal sealed record WptExpectations(
    IReadOnlyList<WptExpectedFailures> Debt, IReadOnlyList<WptExpectedFailures> MissingData, IReadOnlyList<WptExpectedFailures> Permanent)
{
    private const string EverySubtest = "*";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonIgnore]
    public IEnumerable<WptExpectedFailures> All => [.. Debt, .. MissingData, .. Permanent];

    public static WptExpectations Empty { get; } = new([], [], []);

    public static WptExpectations Load(string file) => File.Exists(file) ? Parse(File.ReadAllText(file)) : Empty;

    public static WptExpectations Parse(string json) => JsonSerializer.Deserialize<WptExpectations>(json, Json) ?? throw new InvalidDataException("A table of expectations is empty.");

    /// <summary>Everything in which results and table differ, and what is wrong with the table itself.</summary>
    public IReadOnlyList<string> Judge(IReadOnlyList<WptResult> results)
    {
        List<string> faults = [];
        HashSet<(string, string)> listed = [];
        foreach (WptExpectedFailures group in All)
        {
            if (string.IsNullOrWhiteSpace(group.Reason) || (Permanent.Contains(group) && !group.Reason.Contains("https://", StringComparison.Ordinal)))
            {
                faults.Add($"\"{group.Reason}\" is no reason: say why; a permanent one needs a citation (an https:// address).");
            }

            faults.AddRange(Entries(group).Where(x => !listed.Add(x)).Select(x => $"listed twice: {x.Item1}: {x.Item2}"));
        }

        foreach (WptResult result in results)
        {
            if (listed.Remove((result.Test.Id, EverySubtest)))
            {
                faults.AddRange(result.Subtests.Where(x => x.Passed).Select(x => $"passes, so not every subtest fails: {result.Test.Id}: {x.Name}"));
                continue;
            }

            foreach (WptSubtest subtest in result.Failures)
            {
                if (!listed.Remove((result.Test.Id, subtest.Name)))
                {
                    faults.Add($"failed: {result.Test.Id}: {subtest.Name}: {subtest.Message}");
                }
            }
        }

        faults.AddRange(listed.Select(x => $"passes or is gone, remove it: {x.Item1}: {x.Item2}"));
        return faults;
    }

    /// <summary>Whether the table says of a file just what came of it.</summary>
    public bool Fits(WptResult result)
    {
        HashSet<string> listed = [.. All.SelectMany(Entries).Where(x => x.Item1 == result.Test.Id).Select(x => x.Item2)];
        return listed.Contains(EverySubtest) ? !result.Subtests.Any(x => x.Passed) : listed.SetEquals(result.Failures.Select(x => x.Name));
    }

    /// <summary>How many subtests of a file fail for a reason that is listed as permanent.</summary>
    public int CountPermanent(WptResult result)
    {
        HashSet<string> listed = [.. Permanent.SelectMany(Entries).Where(x => x.Item1 == result.Test.Id).Select(x => x.Item2)];
        return result.Failures.Count(x => listed.Contains(x.Name) || listed.Contains(EverySubtest));
    }

    /// <summary>The table that fits the results: what is listed and still fails stays where it is, the rest is debt without a reason.</summary>
    public WptExpectations Fitted(IReadOnlyList<WptResult> results)
    {
        HashSet<(string, string)> failed =
        [
            .. results.SelectMany(x => x.Subtests.Count > 1 && x.Subtests.All(y => !y.Passed) ? [EverySubtest] : x.Failures.Select(y => y.Name), (x, name) => (x.Test.Id, name)),
        ];
        WptExpectations kept = new(Kept(Debt), Kept(MissingData), Kept(Permanent));
        SortedDictionary<string, string[]> fresh = ByTest(failed.Except(kept.All.SelectMany(Entries)));
        return fresh.Count == 0 ? kept : kept with { Debt = [.. kept.Debt, new("", fresh)] };

        WptExpectedFailures[] Kept(IReadOnlyList<WptExpectedFailures> groups) =>
            [.. groups.Select(x => x with { Tests = ByTest(Entries(x).Where(failed.Contains)) }).Where(x => x.Tests.Count > 0)];
    }

    public void Save(string file)
    {
        if (!All.Any())
        {
            File.Delete(file);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JsonSerializer.Serialize(this, Json) + "\n");
    }

    private static IEnumerable<(string, string)> Entries(WptExpectedFailures group) => group.Tests.SelectMany(x => x.Value, (x, name) => (x.Key, name));

    private static SortedDictionary<string, string[]> ByTest(IEnumerable<(string Test, string Subtest)> entries) =>
        new(entries.GroupBy(x => x.Test, x => x.Subtest, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.ToArray(), StringComparer.Ordinal), StringComparer.Ordinal);
}
