using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PureEdge.Bench.Micro;

/// <summary>The micro-benchmarks: what single steps of a request take, to be compared with each other and with an earlier commit on the same machine.</summary>
internal static class MicroBenchmarks
{
    private const string Verb = "micro";

    /// <summary>Runs them when the command line asks for it; what follows the verb are BenchmarkDotNet's own arguments.</summary>
    /// <returns>The exit status, or <see langword="null"/> when something else was asked for.</returns>
    public static int? TryRun(string[] args)
    {
        if (args is not [Verb, .. var own])
        {
            return null;
        }

        // In this process: its switches (collector, tiering) are those of pureedge, and the metered interpreter is woven once.
        var config = ManualConfig.CreateEmpty()
            .AddLogger(ConsoleLogger.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Repository.Folder, "artifacts", "micro"));
        var summaries = BenchmarkSwitcher.FromTypes([typeof(IsolateBenchmarks), typeof(PlatformBenchmarks), typeof(InterpreterBenchmarks)])
            .Run(own.Length == 0 ? ["--filter", "*"] : own, config);
        return summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success)) ? 1 : 0;
    }
}
