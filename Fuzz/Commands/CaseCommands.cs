using System.CommandLine;
using System.Globalization;
using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Reporting;
using PureEdge.Fuzz.Running;
using PureEdge.Fuzz.Targets;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Commands;

/// <summary>The commands about one case, and those that only tell something.</summary>
internal static class CaseCommands
{
    private static readonly TimeSpan TimeToMinimise = TimeSpan.FromSeconds(60);

    public static Command List()
    {
        var command = new Command("list", "The targets.");
        command.SetAction(static _ =>
        {
            foreach (var target in TargetCatalog.All)
            {
                Terminal.Line($"{target.Name,-10} {target.About}");
            }

            return ExitStatus.NothingFound;
        });
        return command;
    }

    public static Command Replay()
    {
        var file = FileArgument();
        var command = new Command("replay", "Run a case (case.js or minimised.js of a finding, a file of the corpus, or any worker) past all oracles.") { file };
        command.SetAction(async (parsed, _) =>
        {
            var what = Read(parsed.GetValue(file)!);
            using var judge = new Judge(isAlone: true);
            var (run, breach) = await judge.RunAsync(what, LimitsOf(what), repeats: true);
            Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{run.Outcome?.ToString() ?? "refused"}: {run.Usage.Fuel} fuel, {run.AllocatedBytes / 1024} KB, {run.Usage.RunningTime.TotalMilliseconds:0.0} ms, parsed in {run.ParseTime.TotalMilliseconds:0.0} ms"));
            Terminal.Line(run.Output.Trim());
            return Tell(breach);
        });
        return command;
    }

    public static Command Minimise()
    {
        var file = FileArgument();
        var command = new Command("minimise", "Make a case smaller while it breaks the same promise; the result is written beside it.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            var what = Read(path);
            using var judge = new Judge(isAlone: true);
            var (_, breach) = await judge.RunAsync(what, LimitsOf(what), repeats: true);
            if (breach is null || FuzzCase.HasMark(what.Text))
            {
                return Tell(breach);
            }

            var smallest = await new Minimiser(judge).RunAsync(what, null, breach, LimitsOf(what), TimeToMinimise);
            var output = Path.ChangeExtension(path, ".min.js");
            await File.WriteAllTextAsync(output, smallest.Case.ToFile(), cancellationToken);
            Terminal.Line($"{what.Text.Length} -> {smallest.Case.Text.Length} characters: {output}");
            return Tell(smallest.Breach);
        });
        return command;
    }

    public static Command Report()
    {
        var results = new Option<string>("--results") { Description = "The folder of a campaign.", DefaultValueFactory = static _ => "fuzz-results" };
        var command = new Command("report", "List the findings of a folder, and write its page again.") { results };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(results)!;
            var findings = ResultsFolder.Read(folder);
            foreach (var (record, minimised) in findings)
            {
                Terminal.Line($"{record.Kind}: {record.Signature} ({record.Target}, seed {record.Seed}, case {record.Case})\n{minimised.Text}\n");
            }

            Terminal.Line(findings.Count == 0 ? "nothing was found" : $"{findings.Count} findings; page {ResultsFolder.WritePage(folder)}");
            return findings.Count == 0 ? ExitStatus.NothingFound : ExitStatus.Findings;
        });
        return command;
    }

    private static Argument<string> FileArgument()
    {
        var file = new Argument<string>("FILE") { Description = "A file with a case." };
        file.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !File.Exists(token.Value))
            {
                result.AddError($"There is no file '{token.Value}'.");
            }
        });
        return file;
    }

    private static FuzzCase Read(string path)
    {
        var what = FuzzCase.Parse(File.ReadAllText(path));
        return what with { Target = what.Target == "file" && TargetCatalog.Find(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!) is { } target ? target.Name : what.Target };
    }

    private static ExecutionLimits LimitsOf(FuzzCase what) => TargetCatalog.Find(what.Target)?.Limits ?? Arena.Tight;

    private static int Tell(Oracles.Breach? breach)
    {
        Terminal.Line(breach is null ? "no promise was broken" : $"BROKEN {breach.Kind}: {breach.Signature}\n{breach.Detail}");
        return breach is null ? ExitStatus.NothingFound : ExitStatus.Findings;
    }
}
