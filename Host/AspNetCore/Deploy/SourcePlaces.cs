using System.Globalization;
using System.Text.RegularExpressions;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>Says where in its sources a bundle failed, as far as the source maps that were uploaded with it tell.</summary>
internal static partial class SourcePlaces
{
    private const string MapEnding = ".map";

    // Each is looked for in the whole map.
    private const int MostPlaces = 20;
    private const int MostSourceName = 200;

    /// <summary>The failure, with the places of the sources in its message, its stack and its location.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="maps">The maps; that of <c>NAME</c> is called <c>NAME.map</c>.</param>
    public static WorkerFailure In(WorkerFailure failure, IReadOnlyList<FormPart> maps)
    {
        var read = new Dictionary<string, SourceMap?>(StringComparer.Ordinal);
        var left = MostPlaces;
        return failure with { Message = Mapped(failure.Message)!, Stack = Mapped(failure.Stack), Location = Mapped(failure.Location) };

        string? Mapped(string? text) => text is null ? null : Place().Replace(text, match => Find(match) ?? match.Value);

        string? Find(Match match)
        {
            var file = match.Groups["file"].Value;
            if (left == 0 || maps.FirstOrDefault(part => part.Name == file + MapEnding) is not { } part)
            {
                return null;
            }

            left--;
            if (!read.TryGetValue(file, out var map))
            {
                read[file] = map = SourceMap.Read(part.Content);
            }

            return map?.Find(int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["column"].ValueSpan, CultureInfo.InvariantCulture)) is { } place
                ? string.Create(CultureInfo.InvariantCulture, $"{Shown(place.Source)}:{place.Line}:{place.Column}")
                : null;
        }
    }

    // A tool names sources from where it put the bundle.
    private static string Shown(string source)
    {
        while (source.StartsWith("../", StringComparison.Ordinal))
        {
            source = source[3..];
        }

        return source.Length <= MostSourceName ? source : source[^MostSourceName..];
    }

    [GeneratedRegex(@"(?<file>[^\s():""']{1,200}):(?<line>[0-9]{1,7}):(?<column>[0-9]{1,7})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
