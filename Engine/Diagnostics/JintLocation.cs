using Acornima;
using PureEdge.Limits;

namespace PureEdge.Engine.Diagnostics;

/// <summary>Places in a worker's source, as its author is told of them.</summary>
internal static class JintLocation
{
    /// <summary>What ran when a limit was exceeded, as <c>file:line:column</c>, or <see langword="null"/>.</summary>
    public static string? Of(LimitExceededException exception) => exception.Location is { Start.Line: > 0 } location ? Of(location) : null;

    /// <summary>Where something begins, as <c>file:line:column</c>.</summary>
    public static string Of(SourceLocation location) => $"{location.SourceFile}:{location.Start.Line}:{location.Start.Column + 1}";
}
