using System.Diagnostics;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Serving;

/// <summary>Parses, links and starts the workers at a path without serving them; what <c>pureedge check</c> prints.</summary>
public static class WorkerCheck
{
    /// <summary>Checks the workers at a path.</summary>
    /// <param name="path">A file, folder or form.</param>
    /// <param name="options">The options workers are checked under.</param>
    /// <exception cref="PureEdgeException">A path or a configuration is wrong.</exception>
    public static async Task<IReadOnlyList<WorkerCheckReport>> RunAsync(string path, PureEdgeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var runtime = new WorkerRuntime();
        var reports = new List<WorkerCheckReport>();
        foreach (var source in WorkerSource.ReadAll(path, options.LimitsOf, options.Environment))
        {
            reports.Add(await CheckAsync(runtime, source));
        }

        return reports;
    }

    private static async Task<WorkerCheckReport> CheckAsync(WorkerRuntime runtime, WorkerSource source)
    {
        var definition = source.Definition;
        var size = definition.Bundle.Modules.Sum(m => (long)m.Content.Length);
        var start = Stopwatch.GetTimestamp();
        Worker worker;
        try
        {
            worker = runtime.Load(definition);
        }
        catch (WorkerLoadException e)
        {
            return new(definition.Name, size, definition.Bundle.Modules.Count, Stopwatch.GetElapsedTime(start), default, null, e.Failure);
        }

        var parsed = Stopwatch.GetElapsedTime(start);
        // The first start also compiles the interpreter's own code; the second is what an isolate costs from then on.
        var first = await worker.StartAsync();
        if (first.Failure is not null)
        {
            return new(definition.Name, size, definition.Bundle.Modules.Count, parsed, default, first, first.Failure);
        }

        var again = Stopwatch.GetTimestamp();
        var report = await worker.StartAsync();
        var coldStart = Stopwatch.GetElapsedTime(again);
        return new(definition.Name, size, definition.Bundle.Modules.Count, parsed, coldStart, report, report.Failure)
        {
            Forks = report.Failure is null ? await worker.PrepareForksAsync() : null,
        };
    }
}

/// <summary>What a check found.</summary>
/// <param name="Name">The worker's name.</param>
/// <param name="Bytes">The size of its modules in bytes.</param>
/// <param name="Modules">How many modules it has.</param>
/// <param name="ParseTime">How long parsing took.</param>
/// <param name="ColdStart">How long a fresh isolate takes to run the top level.</param>
/// <param name="Startup">How the top level ran, or <see langword="null"/> when it did not.</param>
/// <param name="Failure">What is wrong, or <see langword="null"/>.</param>
public sealed record WorkerCheckReport(
    string Name, long Bytes, int Modules, TimeSpan ParseTime, TimeSpan ColdStart, StartupReport? Startup, WorkerFailure? Failure)
{
    /// <summary>Whether isolates after the first are copied from an image, or why each runs the top level; <see langword="null"/> when it failed.</summary>
    public ForkReport? Forks { get; init; }
}
