using Jint;

namespace PureEdge.Engine.Diagnostics;

/// <summary>The place in a worker's source that the interpreter noted on an exception.</summary>
internal static class JintLocation
{
    /// <summary><c>file:line:column</c>, or <see langword="null"/>.</summary>
    public static string? Of(Exception exception) =>
        JintException.TryGetJavaScriptLocation(exception, out var location) && location.Start.Line > 0
            ? $"{location.SourceFile}:{location.Start.Line}:{location.Start.Column + 1}"
            : null;
}
