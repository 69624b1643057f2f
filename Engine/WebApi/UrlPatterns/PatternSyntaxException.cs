namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>A pattern or a component of a URL is not valid; the standard's TypeError.</summary>
internal sealed class PatternSyntaxException(string message) : Exception(message)
{
    private const int MostQuoted = 200;

    /// <summary>A text that is not valid, of which the message has the beginning.</summary>
    public static PatternSyntaxException Invalid(string what, string value) =>
        new($"Invalid {what}: \"{(value.Length > MostQuoted ? value[..MostQuoted] + "..." : value)}\".");
}
