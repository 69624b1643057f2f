using PureEdge.Limits;

namespace PureEdge.Engine.Diagnostics;

/// <summary>The place in a worker's source that ran when a limit was exceeded.</summary>
internal static class JintLocation
{
    /// <summary><c>file:line:column</c>, or <see langword="null"/>.</summary>
    public static string? Of(LimitExceededException exception) =>
        exception.Location is { Start.Line: > 0 } location
            ? $"{location.SourceFile}:{location.Start.Line}:{location.Start.Column + 1}"
            : null;
}
