namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>A pattern or a component of a URL is not valid; the standard's TypeError.</summary>
internal sealed class PatternSyntaxException(string message) : Exception(message);
