using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using PureEdge.Hostile.Tests.Attacks;
using PureEdge.Hostile.Tests.Verdicts;

namespace PureEdge.Hostile.Tests;

/// <summary>Runs the attacks once for all tests of the class, and writes the report.</summary>
/// <remarks>
/// PUREEDGE_HOSTILE=all: every script in every form, and a second pass with relaxed limits. PUREEDGE_HOSTILE=TEXT,TEXT: only scripts
/// with one of the texts in their names. Else the sample.
/// PUREEDGE_HOSTILE_LIMITS=default or relaxed: only that pass.
/// PUREEDGE_HOSTILE_DEBT=write: what is broken becomes the debt; a script that broke a promise in one form is not tried in the others.
/// PUREEDGE_HOSTILE_REPORT: the folder for the report, by default artifacts/hostile.
/// PUREEDGE_HOSTILE_LANES: how many servers are attacked at once, by default one, so that nobody else disturbs the neighbour.
/// </remarks>
public sealed class HostileFixture : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, bool> _broken = new(StringComparer.Ordinal);
    private CampaignResult? _result;

    internal CampaignResult Result => _result ?? throw new InvalidOperationException("The attacks have not ended.");

    internal Expectations Expectations { get; } = Expectations.Load();

    /// <summary>Whether every form of the scripts was tried, at least with default limits.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>Whether only some scripts were asked for, by name.</summary>
    internal static bool IsExcerpt => Wanted is not ("" or "all");

    private static bool IsSample => Wanted.Length == 0;

    private static string Wanted => Environment.GetEnvironmentVariable("PUREEDGE_HOSTILE") ?? "";

    // Both passes without it.
    private static string? OnlyLimits => Environment.GetEnvironmentVariable("PUREEDGE_HOSTILE_LIMITS");

    public async Task InitializeAsync()
    {
        long start = Stopwatch.GetTimestamp();
        string folder = Environment.GetEnvironmentVariable("PUREEDGE_HOSTILE_REPORT") ?? ScriptCatalog.Metadata("ReportFolder");
        Directory.CreateDirectory(folder);
        ConcurrentQueue<Attack> queue = new(Attacks());
        await using (StreamWriter progress = new(Path.Combine(folder, "progress.txt")) { AutoFlush = true })
        {
            TextWriter lines = TextWriter.Synchronized(progress);
            _result = CampaignResult.All(await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RunLaneAsync(queue, measured => lines.WriteLine(
                $"{Stopwatch.GetElapsedTime(start).TotalSeconds,6:0.0} {measured.Attack} {measured.Answer.Name} {measured.Longest.TotalMilliseconds:0} ms {Promises.Megabytes(measured.Peak)} {string.Join("; ", measured.Breaches)}")))));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), Report.Write(_result, Stopwatch.GetElapsedTime(start)));
        if (WritesDebt)
        {
            Expectations.WriteDebt(_result.Measurements, IsWhole);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static bool WritesDebt => Environment.GetEnvironmentVariable("PUREEDGE_HOSTILE_DEBT") == "write";

    private static int Lanes => int.TryParse(Environment.GetEnvironmentVariable("PUREEDGE_HOSTILE_LANES"), CultureInfo.InvariantCulture, out int lanes) ? lanes : 1;

    private async Task<CampaignResult> RunLaneAsync(ConcurrentQueue<Attack> queue, Action<Measurement> onMeasured)
    {
        await using Campaign campaign = new(Expectations.Expects);
        return await campaign.RunAsync(Drain(), measured =>
        {
            onMeasured(measured);
            if (measured.Breaches.Count > 0)
            {
                _broken[measured.Attack.Script.Name] = true;
            }
        });

        IEnumerable<Attack> Drain()
        {
            while (queue.TryDequeue(out Attack? attack))
            {
                if (!WritesDebt || !_broken.ContainsKey(attack.Script.Name))
                {
                    yield return attack;
                }
            }
        }
    }

    // Scripts that are expected to break a promise come last: the others share a server whose memory is compared at the end.
    private IEnumerable<Attack> Attacks()
    {
        IsWhole = Wanted.Length > 0 && OnlyLimits != "relaxed";
        IReadOnlyList<Script> scripts = [.. ScriptCatalog.All.Where(script => IsSample
            ? ScriptCatalog.Sample.Contains(script.Name, StringComparer.Ordinal)
            : !IsExcerpt || Wanted.Split(',').Any(text => script.Name.Contains(text, StringComparison.Ordinal)))];
        return scripts
            .SelectMany(script => IsSample ? OfSample(script) : Attack.Default(script).Append(Attack.Relaxed(script)))
            .Where(attack => OnlyLimits is null || OnlyLimits == (attack.IsRelaxed ? "relaxed" : "default"))
            .OrderBy(attack => Expectations.Expects(attack.Script)).ThenBy(attack => attack.IsRelaxed).ThenBy(attack => attack.Form);
    }

    private static IEnumerable<Attack> OfSample(Script script)
    {
        // One form each, in turns, so that the sample has them all.
        Attack[] forms = [.. Attack.Default(script)];
        yield return forms[ScriptCatalog.Sample.ToList().IndexOf(script.Name) % forms.Length];
        if (script.IsRelaxed)
        {
            yield return Attack.Relaxed(script);
        }
    }
}
