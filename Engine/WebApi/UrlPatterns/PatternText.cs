using System.Buffers;
using System.Text;

namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>Writes parts out again: as a regular expression, and as the pattern in its normal form.</summary>
internal static class PatternText
{
    private static readonly SearchValues<char> RegexpSyntax = SearchValues.Create(".+*?^${}()[]|/\\");
    private static readonly SearchValues<char> PatternSyntax = SearchValues.Create("+*?:{}()\\");

    /// <summary>https://urlpattern.spec.whatwg.org/#escape-a-pattern-string</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(PatternSyntax) < 0)
        {
            return text;
        }

        var output = new StringBuilder(text.Length + 8);
        AppendEscaped(output, text, PatternSyntax);
        return output.ToString();
    }

    /// <summary>https://urlpattern.spec.whatwg.org/#generate-a-regular-expression-and-name-list</summary>
    public static string ToRegexp(List<PatternPart> parts, PatternOptions options)
    {
        var output = new StringBuilder("^");
        foreach (var part in parts)
        {
            if (part.Type == PartType.FixedText)
            {
                if (part.Modifier == '\0')
                {
                    AppendEscaped(output, part.Value, RegexpSyntax);
                }
                else
                {
                    AppendEscaped(output.Append("(?:"), part.Value, RegexpSyntax);
                    output.Append(')').Append(part.Modifier);
                }

                continue;
            }

            var value = part.Type switch
            {
                PartType.SegmentWildcard => options.SegmentRegexp,
                PartType.FullWildcard => ".*",
                _ => part.Value,
            };
            var isRepeated = part.Modifier is '*' or '+';
            if (part.Prefix.Length == 0 && part.Suffix.Length == 0)
            {
                _ = isRepeated
                    ? output.Append("((?:").Append(value).Append(')').Append(part.Modifier).Append(')')
                    : AppendModifier(output.Append('(').Append(value).Append(')'), part.Modifier);
                continue;
            }

            AppendEscaped(output.Append("(?:"), part.Prefix, RegexpSyntax);
            if (!isRepeated)
            {
                AppendEscaped(output.Append('(').Append(value).Append(')'), part.Suffix, RegexpSyntax);
                AppendModifier(output.Append(')'), part.Modifier);
                continue;
            }

            AppendEscaped(output.Append("((?:").Append(value).Append(")(?:"), part.Suffix, RegexpSyntax);
            AppendEscaped(output, part.Prefix, RegexpSyntax);
            AppendEscaped(output.Append("(?:").Append(value).Append("))*)"), part.Suffix, RegexpSyntax);
            output.Append(part.Modifier == '*' ? ")?" : ")");
        }

        return output.Append('$').ToString();
    }

    /// <summary>https://urlpattern.spec.whatwg.org/#generate-a-pattern-string</summary>
    public static string ToPattern(List<PatternPart> parts, PatternOptions options)
    {
        var output = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (part.Type == PartType.FixedText)
            {
                if (part.Modifier == '\0')
                {
                    AppendEscaped(output, part.Value, PatternSyntax);
                }
                else
                {
                    AppendEscaped(output.Append('{'), part.Value, PatternSyntax);
                    output.Append('}').Append(part.Modifier);
                }

                continue;
            }

            AppendGroup(output, part, i > 0 ? parts[i - 1] : null, i + 1 < parts.Count ? parts[i + 1] : null, options);
        }

        return output.ToString();
    }

    private static void AppendGroup(StringBuilder output, PatternPart part, PatternPart? previous, PatternPart? next, PatternOptions options)
    {
        var needsGrouping = part.Suffix.Length > 0 || (part.Prefix.Length > 0 && !options.IsPrefix(part.Prefix));
        if (!needsGrouping && part.HasCustomName && part.Type == PartType.SegmentWildcard && part.Modifier == '\0'
            && next is { Prefix.Length: 0, Suffix.Length: 0 })
        {
            // Else what comes next would read as more of the name.
            needsGrouping = next.Type == PartType.FixedText ? StartsLikeName(next.Value) : !next.HasCustomName;
        }

        if (!needsGrouping && part.Prefix.Length == 0 && previous is { Type: PartType.FixedText } && options.Prefix != '\0' && previous.Value.EndsWith(options.Prefix))
        {
            needsGrouping = true;
        }

        if (needsGrouping)
        {
            output.Append('{');
        }

        AppendEscaped(output, part.Prefix, PatternSyntax);
        if (part.HasCustomName)
        {
            output.Append(':').Append(part.Name);
        }

        switch (part.Type)
        {
            case PartType.Regexp:
                output.Append('(').Append(part.Value).Append(')');
                break;
            case PartType.SegmentWildcard when !part.HasCustomName:
                output.Append('(').Append(options.SegmentRegexp).Append(')');
                break;
            case PartType.FullWildcard:
                var isPlain = !part.HasCustomName
                    && (previous is null || previous.Type == PartType.FixedText || previous.Modifier != '\0' || needsGrouping || part.Prefix.Length > 0);
                output.Append(isPlain ? "*" : "(.*)");
                break;
        }

        if (part.Type == PartType.SegmentWildcard && part.HasCustomName && StartsLikeName(part.Suffix))
        {
            output.Append('\\');
        }

        AppendEscaped(output, part.Suffix, PatternSyntax);
        if (needsGrouping)
        {
            output.Append('}');
        }

        AppendModifier(output, part.Modifier);
    }

    private static bool StartsLikeName(string text) =>
        Rune.DecodeFromUtf16(text, out var first, out _) == OperationStatus.Done && PatternTokenizer.IsNameCodePoint(first, isFirst: false);

    private static StringBuilder AppendModifier(StringBuilder output, char modifier) => modifier == '\0' ? output : output.Append(modifier);

    private static void AppendEscaped(StringBuilder output, ReadOnlySpan<char> text, SearchValues<char> syntax)
    {
        while (text.IndexOfAny(syntax) is var at and >= 0)
        {
            output.Append(text[..at]).Append('\\').Append(text[at]);
            text = text[(at + 1)..];
        }

        output.Append(text);
    }
}
