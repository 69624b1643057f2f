namespace PureEdge.Engine.WebApi.UrlPatterns;

internal enum PartType
{
    FixedText,
    Regexp,
    SegmentWildcard,
    FullWildcard,
}

/// <summary>A piece of a parsed pattern.</summary>
/// <param name="Type">What it matches.</param>
/// <param name="Value">The text, or the regular expression.</param>
/// <param name="Modifier"><c>?</c>, <c>*</c>, <c>+</c>, or '\0' for none.</param>
/// <param name="Name">The name of its group.</param>
/// <param name="Prefix">Text before each repetition.</param>
/// <param name="Suffix">Text after it.</param>
/// <remarks>https://urlpattern.spec.whatwg.org/#parts</remarks>
internal sealed record PatternPart(PartType Type, string Value, char Modifier, string Name = "", string Prefix = "", string Suffix = "")
{
    public bool HasCustomName => !char.IsAsciiDigit(Name[0]);
}

/// <summary>How a component is cut into segments.</summary>
/// <param name="Delimiter">What a segment does not contain; '\0' for none.</param>
/// <param name="Prefix">What belongs to the group after it; '\0' for none.</param>
/// <param name="IgnoreCase">Whether upper and lower case match each other.</param>
/// <remarks>https://urlpattern.spec.whatwg.org/#options-header</remarks>
internal readonly record struct PatternOptions(char Delimiter, char Prefix, bool IgnoreCase = false)
{
    public static PatternOptions Default => default;

    public static PatternOptions Hostname => new('.', '\0');

    public static PatternOptions Pathname => new('/', '/');

    /// <summary>The regular expression of a segment: https://urlpattern.spec.whatwg.org/#generate-a-segment-wildcard-regexp</summary>
    public string SegmentRegexp => Delimiter == '\0' ? "[^]+?" : $"[^\\{Delimiter}]+?";

    public bool IsPrefix(ReadOnlySpan<char> text) => Prefix == '\0' ? text.IsEmpty : text.Length == 1 && text[0] == Prefix;
}
