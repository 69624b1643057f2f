using System.Globalization;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>A rule of <c>_redirects</c> (https://developers.cloudflare.com/workers/static-assets/redirects/). Immutable.</summary>
/// <param name="From">Which requests.</param>
/// <param name="To">Where they go: a path or a URL.</param>
/// <param name="Status">301, 302, 303, 307 or 308; 200 answers with another path's file.</param>
internal sealed record RedirectRule(RulePattern From, string To, int Status)
{
    private const string FileName = "_redirects";

    // As in Workers: 2,000 static and 100 dynamic ones.
    private const int MaxRules = 2100;
    private const int DefaultStatus = 302;

    /// <summary>Reads the file. Its errors name the line.</summary>
    /// <exception cref="PureEdgeException">It is none.</exception>
    public static IReadOnlyList<RedirectRule> Parse(string text)
    {
        var rules = new List<RedirectRule>();
        foreach (var (number, content) in RulePattern.Lines(text, FileName))
        {
            if (rules.Count == MaxRules)
            {
                throw Invalid(number, $"is one rule too many; at most {MaxRules} are allowed");
            }

            var words = content.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var comment = Array.FindIndex(words, static w => w.StartsWith('#'));
            words = comment < 0 ? words : words[..comment];
            var status = DefaultStatus;
            if (words.Length is not (2 or 3) || (words.Length == 3 && !(int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is 200 or 301 or 302 or 303 or 307 or 308)))
            {
                throw Invalid(number, "is no rule: it must be 'FROM TO' or 'FROM TO STATUS', with the status 200, 301, 302, 303, 307 or 308");
            }

            var isPath = words[1].StartsWith('/') && !words[1].StartsWith("//", StringComparison.Ordinal);
            if ((!isPath && !words[1].StartsWith("https://", StringComparison.Ordinal) && !words[1].StartsWith("http://", StringComparison.Ordinal)) || (status == 200 && !isPath) || words[1].Any(static c => c is < '!' or > '~'))
            {
                throw Invalid(number, "has no sound destination: a path, or a URL unless the status is 200, in ASCII");
            }

            rules.Add(new(RulePattern.From(words[0]) is { } from && words[0].StartsWith('/') ? from : throw Invalid(number, "is no pattern: a path, which may have one '*', and each placeholder once"), words[1], status));
        }

        return rules;
    }

    private static PureEdgeException Invalid(int line, string what) => RulePattern.Invalid(FileName, line, what);
}
