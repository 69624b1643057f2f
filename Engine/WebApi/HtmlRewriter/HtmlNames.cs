using System.Buffers;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>Which names a script may give, so that the document means what it says.</summary>
internal static class HtmlNames
{
    private const int MaxTagName = 256;
    private static readonly SearchValues<char> NotInTagNames = SearchValues.Create(" \t\n\r\f/><");
    private static readonly SearchValues<char> NotInAttributeNames = SearchValues.Create(" \t\n\r\f/>=\"'<");

    public const string TagNameRule = "The tag name must begin with a letter and have no white space, '/', '<' or '>', and 256 characters at most.";

    public const string AttributeNameRule = "The attribute's name is empty or has a character that a name cannot have: white space, '/', '>', '<', '=' and quotes.";

    public static bool IsTagName(string name) =>
        name.Length is > 0 and <= MaxTagName && char.IsAsciiLetter(name[0]) && name.AsSpan().IndexOfAny(NotInTagNames) < 0;

    public static bool IsAttributeName(string name) => name.Length > 0 && name.AsSpan().IndexOfAny(NotInAttributeNames) < 0;
}
