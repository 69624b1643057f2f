using System.Diagnostics;
using System.Globalization;
using PureEdge.Fuzz.Commands;
using PureEdge.Fuzz.Oracles;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Reporting;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>
/// A campaign in child processes. When a child dies or makes no progress, the cases that were running are tried one by one, each in a
/// child of its own; the one that does it again is a finding, and the campaign goes on behind it.
/// </summary>
internal static class IsolatedCampaign
{
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(40);

    public static async Task<int> RunAsync(CampaignOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(options.Results!).FullName;
        var state = new CampaignState();
        var status = ExitStatus.NothingFound;
        var from = options.From;
        var journal = Path.Combine(folder, $"journal-{Environment.ProcessId}");
        while (state.Elapsed < options.Time && from - options.From < options.Cases && !cancellationToken.IsCancellationRequested)
        {
            var seconds = Math.Max(1, (int)(options.Time - state.Elapsed).TotalSeconds);
            string[] arguments =
            [
                "run", "--seed", Text(options.Seed), "--from", Text(from), "--seconds", Text(seconds), "--jobs", Text(options.Jobs), "--results", folder, "--journal", journal,
                .. options.Cases == long.MaxValue ? Array.Empty<string>() : ["--cases", Text(options.Cases - (from - options.From))],
                .. options.Climbs ? ["--climb"] : Array.Empty<string>(),
                .. options.ReadsClock ? Array.Empty<string>() : ["--untimed"],
                .. options.StopsAtFinding ? ["--first"] : Array.Empty<string>(),
                .. options.Targets.SelectMany(static target => (string[])["--target", target.Name]),
            ];
            var end = await ChildAsync(arguments, journal, cancellationToken);
            if (end.Code is ExitStatus.NothingFound or ExitStatus.Findings)
            {
                status = Math.Max(status, end.Code.Value);
                break;
            }

            if (!File.Exists(journal))
            {
                throw new InvalidOperationException($"The child process {end.What} before its first case. It said: {end.Error}");
            }

            var (running, last) = Journal.Read(journal);
            Terminal.Line($"the child {end.What} in case {string.Join(" or ", running.Select(static c => c.Index))}");
            var isShown = false;
            foreach (var suspect in running)
            {
                isShown |= await AccuseAsync(suspect, folder, state, cancellationToken);
            }

            status = ExitStatus.Findings;
            from = last + 1;
            if (options.StopsAtFinding && isShown)
            {
                break;
            }
        }

        File.Delete(journal);
        Terminal.Line($"page {ResultsFolder.WritePage(folder)}");
        return status;
    }

    // Whether the case shows it again.
    private static async Task<bool> AccuseAsync(FuzzCase suspect, string folder, CampaignState state, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, $"suspect-{suspect.Index}.js");
        await File.WriteAllTextAsync(file, suspect.ToFile(), cancellationToken);
        var end = await ChildAsync(["replay", file], null, cancellationToken);
        if (end.Code is ExitStatus.NothingFound)
        {
            // Not this one; but it was running, and the file stays.
            return false;
        }

        var finding = new Finding(new(end.Code is null ? "hang" : "death", end.What, $"The process that ran this case died; a process of its own that runs it {end.What}.\n{end.Error}"), suspect, suspect, state.Elapsed);
        state.Add(finding);
        ResultsFolder.Write(folder, finding);
        Terminal.Line($"FOUND {finding.Breach.Kind}: {finding.Breach.Signature} -> {Path.Combine(folder, finding.Name)}");
        File.Delete(file);
        return true;
    }

    private static async Task<(int? Code, string What, string Error)> ChildAsync(string[] arguments, string? journal, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (var argument in arguments.Concat(Interpreted.ForChild()))
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start) ?? throw new InvalidOperationException("The child process did not start.");
        var error = child.StandardError.ReadToEndAsync(cancellationToken);
        var (seen, since) = (-1L, Stopwatch.GetTimestamp());
        while (!await ExitsAsync(child, cancellationToken))
        {
            var last = journal is not null && File.Exists(journal) ? Journal.Read(journal).Last : 0;
            if (last != seen)
            {
                (seen, since) = (last, Stopwatch.GetTimestamp());
            }

            if (Stopwatch.GetElapsedTime(since) > MostSilence || cancellationToken.IsCancellationRequested)
            {
                child.Kill(entireProcessTree: true);
                await child.WaitForExitAsync(CancellationToken.None);
                return (null, $"hung for {MostSilence.TotalSeconds:0} seconds", "");
            }
        }

        var text = await error;
        return (child.ExitCode, $"ended with status {child.ExitCode}", text.Length > 4_000 ? text[..4_000] : text);
    }

    private static async Task<bool> ExitsAsync(Process child, CancellationToken cancellationToken)
    {
        using var second = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        second.CancelAfter(1_000);
        try
        {
            await child.WaitForExitAsync(second.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
