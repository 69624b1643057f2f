using System.Globalization;
using System.Text.RegularExpressions;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Observability.Sources;

/// <summary>
/// Says where in its sources a worker failed, as far as the source maps that were uploaded with it tell: without one, or with a bad one, the places of its modules stay.
/// </summary>
/// <remarks>Thread-safe; never throws. What a worker wrote itself is not touched, nor is the message of an error.</remarks>
internal sealed partial class SourcePlaces(SourceMapCache cache)
{
    // Of one failure. A stack is cut by the engine.
    private const int MostPlaces = 100;
    private const int MostModules = 4;
    private const int MostSourceName = 200;

    /// <summary>A failure, with the places of the sources in its message, its stack and its location: of a version that does not load, whose message is ours.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="maps">The maps; that of <c>NAME</c> is called <c>NAME.map</c>.</param>
    public static WorkerFailure In(WorkerFailure failure, IReadOnlyList<FormPart> maps)
    {
        var read = new Dictionary<string, SourceMap?>(StringComparer.Ordinal);
        var places = new Replacement(file => read.TryGetValue(file, out var map) ? map
            : read[file] = maps.FirstOrDefault(part => part.Name == file + FormSourceMaps.Ending) is { } part ? SourceMap.Read(part.Content) : null);
        return failure with { Message = places.In(failure.Message)!, Stack = places.In(failure.Stack), Location = places.In(failure.Location) };
    }

    /// <summary>A failure of a version that runs, with the places of the sources in its stack, its location and its functions.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="worker">The version.</param>
    public ValueTask<WorkerFailure> OfAsync(WorkerFailure failure, WorkerDefinition? worker) =>
        worker?.SourceMaps is null || (failure.Location is null && failure.Stack is null && failure.HotFunctions.Count == 0) ? new(failure) : MapAsync(failure, worker);

    /// <summary>
    /// Gives a line on, with the places of the sources when it tells of an error that nobody handled: at once if the maps were read before, else as soon as they are; so the first
    /// such line of a version may come after lines that were written later.
    /// </summary>
    public void Tell(WorkerLogEntry entry, Action<WorkerLogEntry> tell)
    {
        if (entry.UncaughtIn is { SourceMaps: not null } worker)
        {
            _ = TellAsync(entry, worker, tell);
        }
        else
        {
            tell(entry);
        }
    }

    /// <summary>What an error that nobody handled was logged as, with the places of the sources in its stack.</summary>
    /// <param name="text">Its message, and behind that its stack.</param>
    /// <param name="worker">The version.</param>
    public ValueTask<string> OfAsync(string text, WorkerDefinition worker) => worker.SourceMaps is null ? new(text) : MapAsync(text, worker);

    private async Task TellAsync(WorkerLogEntry entry, WorkerDefinition worker, Action<WorkerLogEntry> tell) => tell(entry with { Text = await OfAsync(entry.Text, worker) });

    private async ValueTask<string> MapAsync(string text, WorkerDefinition worker)
    {
        var stack = text.IndexOf("\n    at ", StringComparison.Ordinal);
        return stack < 0 ? text : text[..stack] + (await ReadAsync(worker, [text[stack..]])).In(text[stack..]);
    }

    private async ValueTask<WorkerFailure> MapAsync(WorkerFailure failure, WorkerDefinition worker)
    {
        var places = await ReadAsync(worker, [failure.Location, failure.Stack, .. failure.HotFunctions.Select(static function => function.Place)]);
        return failure with
        {
            Location = places.In(failure.Location),
            Stack = places.In(failure.Stack),
            HotFunctions = [.. failure.HotFunctions.Select(function => function with { Place = places.In(function.Place)! })],
        };
    }

    private async ValueTask<Replacement> ReadAsync(WorkerDefinition worker, IEnumerable<string?> texts)
    {
        var read = new Dictionary<string, SourceMap?>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (Match match in Place().Matches(text ?? ""))
            {
                // A stack may be of the script's own making; only its modules have maps.
                var file = match.Groups["file"].Value;
                if (read.Count < MostModules && !read.ContainsKey(file) && worker.Bundle.Modules.Any(module => module.Name == file))
                {
                    read.Add(file, await cache.FindAsync(worker.SourceMaps!, file));
                }
            }
        }

        return new(file => read.GetValueOrDefault(file));
    }

    // A tool names sources from where it put the bundle; and they end up in logs.
    private static string Shown(string source)
    {
        while (source.StartsWith("../", StringComparison.Ordinal))
        {
            source = source[3..];
        }

        return LogText.Clean(source.Length <= MostSourceName ? source : source[^MostSourceName..]).ReplaceLineEndings(" ");
    }

    [GeneratedRegex(@"(?<file>[^\s():""']{1,200}):(?<line>[0-9]{1,7}):(?<column>[0-9]{1,7})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    private sealed class Replacement(Func<string, SourceMap?> mapOf)
    {
        private int _left = MostPlaces;

        public string? In(string? text) => text is null ? null : Place().Replace(text, match => Find(match) ?? match.Value);

        private string? Find(Match match) => _left-- > 0
            && mapOf(match.Groups["file"].Value)?.Find(Number(match, "line"), Number(match, "column")) is (var source, var line, var column)
                ? string.Create(CultureInfo.InvariantCulture, $"{Shown(source)}:{line}:{column}")
                : null;

        private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }
}
