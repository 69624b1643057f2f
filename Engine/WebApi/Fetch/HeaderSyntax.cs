using System.Buffers;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>What a header's name and value may consist of (https://fetch.spec.whatwg.org/#terminology-headers).</summary>
internal static class HeaderSyntax
{
    /// <summary>Most headers in one list. Servers refuse far fewer; the cap is there so that a script cannot make a list that costs.</summary>
    public const int MaxCount = 1_000;

    /// <summary>Most characters of all names and values in one list.</summary>
    public const int MaxSize = 128 << 10;

    private const string TokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Token = SearchValues.Create(TokenCharacters);
    private static readonly SearchValues<char> ForbiddenInValue = SearchValues.Create("\0\r\n");

    /// <summary>Whether a text is a token of RFC 9110: the form of header names and methods.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(Token);

    /// <summary>"Normalize" a value: no white space at its ends.</summary>
    public static string Normalize(string value) => value.Trim(' ', '\t', '\r', '\n');

    /// <summary>Whether a normalised value has no NUL and no line break.</summary>
    public static bool IsValue(string value) => !value.AsSpan().ContainsAny(ForbiddenInValue);

    /// <summary>A name of a script as a message quotes it: short, and without characters that could forge a log line.</summary>
    public static string Quote(string name)
    {
        const int longest = 64;
        var shown = name.Length <= longest ? name : name[..longest] + "...";
        return string.Create(shown.Length + 2, shown, static (span, text) =>
        {
            span[0] = span[^1] = '"';
            for (var i = 0; i < text.Length; i++)
            {
                span[i + 1] = char.IsControl(text[i]) ? '?' : text[i];
            }
        });
    }
}
