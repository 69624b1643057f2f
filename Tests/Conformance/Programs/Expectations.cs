using System.Text.Json;
using System.Text.Json.Serialization;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>A program that is known to answer otherwise than in workerd, and why.</summary>
internal sealed record ExpectedFailure(string Program, string Reason);

/// <summary>
/// The programs that do not pass yet, under three headings: debt (a later issue brings it), missing data (what the platform
/// does not ship), permanent (by decision, with the address of a page that backs it). Every entry matches a failing program
/// and no passing one.
/// </summary>
internal sealed record Expectations(IReadOnlyList<ExpectedFailure> Debt, IReadOnlyList<ExpectedFailure> MissingData, IReadOnlyList<ExpectedFailure> Permanent)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    [JsonIgnore]
    public IEnumerable<ExpectedFailure> All => [.. Debt, .. MissingData, .. Permanent];

    public static Expectations Load() => Parse(File.ReadAllText(Path.Combine(ProgramCatalog.Folder, "expectations.json")));

    public static Expectations Parse(string json) => JsonSerializer.Deserialize<Expectations>(json, Json) ?? throw new InvalidDataException("expectations.json is empty.");

    /// <summary>Decides what a program's outcome means.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="differences">How its answers differ; null when they do not.</param>
    /// <returns>Why the test fails; null when it passes.</returns>
    public string? Judge(string program, string? differences)
    {
        ExpectedFailure? entry = All.FirstOrDefault(x => x.Program == program);
        return (entry, differences) switch
        {
            (null, _) => differences,
            (_, null) => $"\"{program}\" passes: remove it from expectations.json.",
            _ => null,
        };
    }

    /// <summary>Everything that is wrong with the entries themselves.</summary>
    public IReadOnlyList<string> Faults(IReadOnlyCollection<string> programs)
    {
        List<string> faults = [];
        faults.AddRange(All.Where(x => !programs.Contains(x.Program, StringComparer.Ordinal)).Select(x => $"\"{x.Program}\" is not a program."));
        faults.AddRange(All.Where(x => string.IsNullOrWhiteSpace(x.Reason)).Select(x => $"\"{x.Program}\" has no reason."));
        faults.AddRange(All.GroupBy(x => x.Program, StringComparer.Ordinal).Where(x => x.Count() > 1).Select(x => $"\"{x.Key}\" has more than one entry."));
        faults.AddRange(Permanent.Where(x => !x.Reason.Contains("https://", StringComparison.Ordinal)).Select(x => $"\"{x.Program}\" is permanent without a citation (an https:// address in its reason)."));
        return faults;
    }
}
