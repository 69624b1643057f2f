namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>A rule of <c>_headers</c> (https://developers.cloudflare.com/workers/static-assets/headers/). Immutable.</summary>
/// <param name="Pattern">Which answers.</param>
/// <param name="Set">Headers that are added.</param>
/// <param name="Removed">Headers that are taken away.</param>
internal sealed record HeaderRule(RulePattern Pattern, IReadOnlyList<KeyValuePair<string, string>> Set, IReadOnlyList<string> Removed)
{
    private const string FileName = "_headers";
    private const int MaxRules = 100;
    private const int MaxHeaders = 100;
    private const string NameCharacters = "!#$%&'*+-.^_`|~";

    /// <summary>Reads the file. Its errors name the line.</summary>
    /// <exception cref="PureEdgeException">It is none.</exception>
    public static IReadOnlyList<HeaderRule> Parse(string text)
    {
        var rules = new List<HeaderRule>();
        List<KeyValuePair<string, string>> set = [];
        List<string> removed = [];
        foreach (var (number, content) in RulePattern.Lines(text, FileName))
        {
            if (content[0] == '/' || content.StartsWith("https://", StringComparison.Ordinal))
            {
                if (rules.Count == MaxRules)
                {
                    throw Invalid(number, $"is one rule too many; at most {MaxRules} are allowed");
                }

                (set, removed) = ([], []);
                rules.Add(new(RulePattern.From(content) ?? throw Invalid(number, "is no pattern: it may have one '*', and each placeholder once"), set, removed));
                continue;
            }

            if (rules.Count == 0)
            {
                throw Invalid(number, "comes before the first path");
            }

            var colon = content.IndexOf(':');
            var name = (content[0] == '!' ? content[1..] : colon > 0 ? content[..colon] : "").Trim();
            var value = content[0] == '!' ? "" : content[(colon + 1)..].Trim();
            if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || NameCharacters.Contains(c, StringComparison.Ordinal)) || value.Any(static c => c is < ' ' or > 'ÿ' or '\x7f'))
            {
                throw Invalid(number, "is no header: it must be 'Name: value' or '! Name'");
            }

            if (set.Count + removed.Count == MaxHeaders)
            {
                throw Invalid(number, $"is one header too many for its path; at most {MaxHeaders} are allowed");
            }

            if (content[0] == '!')
            {
                removed.Add(name);
            }
            else
            {
                set.Add(new(name, value));
            }
        }

        return rules;
    }

    private static PureEdgeException Invalid(int line, string what) => RulePattern.Invalid(FileName, line, what);
}
