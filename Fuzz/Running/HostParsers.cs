using System.Collections.Frozen;
using System.Diagnostics;
using System.Text;
using PureEdge.AspNetCore;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Cron;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Routing;
using PureEdge.Engine;

namespace PureEdge.Fuzz.Running;

/// <summary>
/// The parsers of the host: what a deployment, a configuration or the data directory may bring. Each reads its input or refuses it in the
/// way that it declares; anything else is a fault.
/// </summary>
internal static class HostParsers
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("pureedge-fuzz-").FullName;

    private static readonly FrozenDictionary<string, Func<string, string>> All = new Dictionary<string, Func<string, string>>(StringComparer.Ordinal)
    {
        ["cron"] = static text => Matches(CronExpression.Parse(text)),
        ["route"] = static text => RoutePattern.Parse(text) is var route && route.Matches("http", "a.example", "/x?y") ? route + " matches" : route.ToString(),
        ["wrangler.toml"] = static text => WithFile("wrangler.toml", text, static path => WranglerConfig.Read(path).ToString()),
        ["wrangler.jsonc"] = static text => WithFile("wrangler.jsonc", text, static path => WranglerConfig.Read(path).ToString()),
        ["form"] = static text => WithFile("worker.form", text, static path => Modules(UploadForm.Read(path, "w", Arena.Tight).Definition.Bundle)),
        ["archive"] = static text => Modules(BundleArchive.Read(Encoding.Latin1.GetBytes(text)).Bundle),
        ["assets"] = static text => Encoding.UTF8.GetString(AssetTable.Read(Encoding.UTF8.GetBytes(text)).Write()),
        ["range"] = static text => Range(text),
        ["_redirects"] = static text => string.Join('\n', RedirectRule.Parse(text)),
        ["_headers"] = static text => string.Join('\n', HeaderRule.Parse(text)),
        ["store"] = static text => DamagedStore.Run(OwnFolder("store"), text),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Gives the input of a case to its parser.</summary>
    public static void Run(CaseRun run)
    {
        var text = run.Case.Text;
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || !All.TryGetValue(text[..end], out var parse))
        {
            run.Output = "no such parser";
            return;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        try
        {
            run.Output = parse(text[(end + 1)..]);
            run.Outcome = WorkerOutcome.Ok;
        }
        catch (Exception e) when (e is PureEdgeException or WorkerLoadException or InvalidDataException)
        {
            run.Output = e.Message;
            run.Outcome = WorkerOutcome.Exception;
        }
        finally
        {
            run.ParseTime = Stopwatch.GetElapsedTime(start);
            run.ParseAllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static string Matches(CronExpression expression)
    {
        // A leap year's end of February, and every hour and weekday.
        var from = new DateTime(2028, 2, 28, 0, 0, 0, DateTimeKind.Utc);
        return string.Concat(Enumerable.Range(0, 200).Select(i => expression.Matches(from.AddMinutes(i * 61)) ? '1' : '0'));
    }

    private static string Range(string text)
    {
        const long Length = 1_000;
        return ByteRange.From(text, Length) is not { } range ? "whole"
            : range.Offset >= 0 && range.Length >= 0 && (range.Length == 0 || range.Offset + range.Length <= Length) ? range.ToString()
            : throw new InvalidOperationException($"The range {range} is outside the file.");
    }

    private static string Modules(WorkerBundle bundle) => string.Join('\n', bundle.Modules.Select(static module => $"{module.Name} {module.Kind} {module.Content.Length}"));

    private static string WithFile(string name, string text, Func<string, string> read)
    {
        var path = Path.Combine(Directory.CreateDirectory(OwnFolder("files")).FullName, name);
        File.WriteAllText(path, text);
        return read(path).Replace(Folder, "", StringComparison.Ordinal);
    }

    // Each thread writes its own.
    private static string OwnFolder(string name) => Path.Combine(Folder, Environment.CurrentManagedThreadId.ToString(System.Globalization.CultureInfo.InvariantCulture), name);
}
