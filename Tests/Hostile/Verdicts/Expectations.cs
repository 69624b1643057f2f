using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PureEdge.Hostile.Tests.Attacks;

namespace PureEdge.Hostile.Tests.Verdicts;

/// <summary>A script that is known to break a promise, and how or why.</summary>
internal sealed record ExpectedBreach(string Script, string Reason);

/// <summary>
/// The scripts that break a promise, under two headings: debt (an issue pays it), permanent (by decision, with the address of a page
/// that backs it). Every entry matches a failing script and no passing one.
/// </summary>
internal sealed record Expectations(IReadOnlyList<ExpectedBreach> Debt, IReadOnlyList<ExpectedBreach> Permanent)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonIgnore]
    public IEnumerable<ExpectedBreach> All => [.. Debt, .. Permanent];

    private static string Path => System.IO.Path.Combine(ScriptCatalog.Folder, "expectations.json");

    public static Expectations Load() => Parse(File.ReadAllText(Path));

    public static Expectations Parse(string json) => JsonSerializer.Deserialize<Expectations>(json, Json) ?? throw new InvalidDataException("expectations.json is empty.");

    public bool Expects(Script script) => All.Any(entry => entry.Script == script.Name);

    /// <summary>Decides what the measurements of one script mean.</summary>
    /// <param name="script">The script.</param>
    /// <param name="measurements">Every form that was tried.</param>
    /// <param name="isWhole">Whether every form was tried, so that an entry without a breach is one too many.</param>
    /// <returns>Why the test fails; null when it passes.</returns>
    public string? Judge(Script script, IEnumerable<Measurement> measurements, bool isWhole)
    {
        string[] breaches = [.. measurements.SelectMany(m => m.Breaches.Select(b => $"{m.Attack}: {b}"))];
        return (Expects(script), breaches.Length > 0) switch
        {
            (false, true) => string.Join("\n", breaches),
            (true, false) when isWhole => $"{script.Name} keeps every promise: remove it from expectations.json.",
            _ => null,
        };
    }

    /// <summary>Everything that is wrong with the entries themselves.</summary>
    public IReadOnlyList<string> Faults(IReadOnlyCollection<string> scripts) =>
    [
        .. All.Where(x => !scripts.Contains(x.Script, StringComparer.Ordinal)).Select(x => $"\"{x.Script}\" is not a script."),
        .. All.Where(x => string.IsNullOrWhiteSpace(x.Reason)).Select(x => $"\"{x.Script}\" has no reason."),
        .. All.GroupBy(x => x.Script, StringComparer.Ordinal).Where(x => x.Count() > 1).Select(x => $"\"{x.Key}\" has more than one entry."),
        .. Permanent.Where(x => !x.Reason.Contains("https://", StringComparison.Ordinal)).Select(x => $"\"{x.Script}\" is permanent without a citation (an https:// address in its reason)."),
    ];

    /// <summary>Writes the breaches that were measured as the debt; entries of scripts that were not tried in every form, and permanent ones, stay.</summary>
    public void WriteDebt(IReadOnlyList<Measurement> measurements, bool isWhole)
    {
        HashSet<string> tried = measurements.Where(m => isWhole || m.Breaches.Count > 0).Select(m => m.Attack.Script.Name).ToHashSet(StringComparer.Ordinal);
        IEnumerable<ExpectedBreach> found =
            from measurement in measurements
            where measurement.Breaches.Count > 0 && !Permanent.Any(entry => entry.Script == measurement.Attack.Script.Name)
            group measurement by measurement.Attack.Script into script
            select new ExpectedBreach(script.Key.Name, "issue 3: " + Describe(script));
        Expectations now = this with { Debt = [.. Debt.Where(entry => !tried.Contains(entry.Script)).Concat(found).OrderBy(entry => entry.Script, StringComparer.Ordinal)] };
        File.WriteAllText(Path, JsonSerializer.Serialize(now, Json) + "\n");
    }

    // "dies (handler, import); waits long (start)".
    private static string Describe(IEnumerable<Measurement> measurements) => string.Join("; ",
        from measurement in measurements
        from breach in measurement.Breaches
        group measurement.Attack by breach.Promise into broken
        orderby broken.Key
        select $"{Verb(broken.Key)} ({string.Join(", ", broken.Select(attack => attack.ToString()[(attack.Script.Name.Length + 1)..]).Distinct(StringComparer.Ordinal))})");

    private static string Verb(Promise promise) => promise switch
    {
        Promise.Lives => "ends the process",
        Promise.Ends => "ends late or not at all",
        Promise.Memory => "takes too much memory",
        Promise.Pause => "makes a long garbage collection",
        Promise.Neighbour => "keeps the neighbour waiting",
        _ => "leaves a server that does not answer",
    };
}
