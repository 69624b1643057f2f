using System.Text;
using System.Text.RegularExpressions;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>The pattern of a rule in <c>_headers</c> and <c>_redirects</c>: a path, or a URL, with at most one <c>*</c> and placeholders as <c>:name</c>.</summary>
internal sealed partial class RulePattern
{
    private const int MaxLine = 2000;

    private readonly Regex _regex;
    private readonly bool _hasHost;

    private RulePattern(Regex regex, bool hasHost)
    {
        _regex = regex;
        _hasHost = hasHost;
    }

    /// <summary>The lines of a file of rules that say something, with their numbers.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <exception cref="PureEdgeException">A line is too long.</exception>
    public static IEnumerable<(int Number, string Content)> Lines(string text, string file)
    {
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var content = line.Trim();
            if (content.Length == 0 || content[0] == '#')
            {
                continue;
            }

            yield return content.Length <= MaxLine
                ? (number, content)
                : throw Invalid(file, number, $"has {content.Length} characters; at most {MaxLine} are allowed");
        }
    }

    /// <summary>Says what is wrong with a line.</summary>
    public static PureEdgeException Invalid(string file, int line, string what) => AssetManifest.Invalid($"Line {line} of '{file}' {what}.");

    /// <summary>Reads a pattern, or gives <see langword="null"/> when it is none.</summary>
    public static RulePattern? From(string text)
    {
        var hasHost = text.StartsWith("https://", StringComparison.Ordinal);
        var path = hasHost ? text["https://".Length..] : text;
        if ((!hasHost && !path.StartsWith('/')) || path.Count(static c => c == '*') > 1)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var regex = new StringBuilder("^");
        var at = 0;
        foreach (Match match in Variable().Matches(path))
        {
            regex.Append(Regex.Escape(path[at..match.Index]));
            at = match.Index + match.Length;
            var name = match.Value == "*" ? "splat" : match.Value[1..];
            if (!names.Add(name))
            {
                return null;
            }

            regex.Append(match.Value == "*" ? "(?<splat>.*)" : $"(?<{name}>[^/]+)");
        }

        regex.Append(Regex.Escape(path[at..])).Append('$');
        try
        {
            // Linear in the length of the path, whatever the rule is.
            return new(new(regex.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline), hasHost);
        }
        catch (NotSupportedException)
        {
            // Too many states.
            return null;
        }
    }

    /// <summary>What the variables stand for in a path, or <see langword="null"/> when it does not match.</summary>
    public Match? Match(string host, string path) => _regex.Match(_hasHost ? host + path : path) is { Success: true } match ? match : null;

    /// <summary>A text with the variables filled in.</summary>
    public static string Fill(string text, Match match) => text.Contains(':', StringComparison.Ordinal)
        ? Named().Replace(text, variable => match.Groups[variable.Value[1..]] is { Success: true } group ? group.Value : variable.Value)
        : text;

    [GeneratedRegex(@"\*|:[A-Za-z][A-Za-z0-9_]*", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    [GeneratedRegex(@":[A-Za-z][A-Za-z0-9_]*", RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
