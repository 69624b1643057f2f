using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Oracles;
using PureEdge.Fuzz.Programs;

namespace PureEdge.Fuzz.Reporting;

/// <summary>
/// The folder of results: one folder for each finding with the case (<c>case.js</c>), the smallest case that breaks the same
/// (<c>minimised.js</c>, which <c>replay</c> runs) and what it broke (<c>finding.json</c>); and a page over all of them.
/// </summary>
internal static class ResultsFolder
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static void Write(string folder, Finding finding)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, finding.Name)).FullName;
        File.WriteAllText(Path.Combine(own, "case.js"), finding.Case.ToFile());
        File.WriteAllText(Path.Combine(own, "minimised.js"), finding.Minimised.ToFile());
        File.WriteAllText(Path.Combine(own, "finding.json"), JsonSerializer.Serialize(
            new Record(finding.Breach.Kind, finding.Breach.Signature, finding.Breach.Detail, finding.Case.Target, finding.Case.Seed, finding.Case.Index, finding.After.TotalSeconds, Environment()), Json));
        WritePage(folder);
    }

    /// <summary>Writes the page again over all findings of a folder.</summary>
    /// <returns>Its path.</returns>
    public static string WritePage(string folder)
    {
        var path = Path.Combine(folder, "index.html");
        lock (Json)
        {
            File.WriteAllText(path, Page.Of(Read(folder)));
        }

        return path;
    }

    /// <summary>All findings of a folder.</summary>
    public static IReadOnlyList<(Record Record, FuzzCase Minimised)> Read(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. from file in Directory.EnumerateFiles(folder, "finding.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
           let minimised = Path.Combine(Path.GetDirectoryName(file)!, "minimised.js")
           where File.Exists(minimised)
           select (JsonSerializer.Deserialize<Record>(File.ReadAllText(file))!, FuzzCase.Parse(File.ReadAllText(minimised))),
    ];

    private static string Environment() => string.Create(
        CultureInfo.InvariantCulture,
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {System.Environment.ProcessorCount} processors");

    /// <summary>A finding as it is written.</summary>
    internal sealed record Record(string Kind, string Signature, string Detail, string Target, ulong Seed, long Case, double FoundAfterSeconds, string Environment);
}
