using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Console;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.Diagnostics;

/// <summary>
/// Describes what a script threw without running any of its code: a getter, a proxy or a <c>toString</c> of the script's own
/// is never called.
/// </summary>
internal static class ErrorText
{
    private const int MaxLength = 16 << 10;

    /// <summary>The failure that an exception of a script is.</summary>
    public static WorkerFailure Failure(JsValue error)
    {
        var stack = Stack(error);
        return new(WorkerOutcome.Exception, Cut(Describe(error)), stack, FirstPlace(stack));
    }

    // TypeError: x is not a function
    private static string Describe(JsValue error) => error switch
    {
        ErrorInstance or JsDomException => SafeReader.ErrorTitle((ObjectInstance)error),
        ObjectInstance thrown => SafeReader.DataText(thrown, "message") ?? "An object was thrown that is no Error.",
        JsSymbol => "A symbol was thrown.",
        // A string may be as long as the memory limit.
        _ => "Uncaught " + Cut(error.ToString()),
    };

    private static string? Stack(JsValue error)
    {
        var frames = error switch
        {
            JsError e => JintStack.Of(e),
            JsDomException e => JintStack.Of(e.Snapshot),
            _ => "",
        };
        // A stack that a script wrote itself need not hold frames.
        var start = frames.IndexOf("    at ", StringComparison.Ordinal);
        return start < 0 ? null : Cut(frames[start..].ReplaceLineEndings("\n").TrimEnd());
    }

    // "    at name (file:line:column)" or "    at file:line:column"
    private static string? FirstPlace(string? stack)
    {
        var line = stack?.Split('\n', 2)[0].Trim();
        if (line is null)
        {
            return null;
        }

        var open = line.LastIndexOf('(');
        return open >= 0 ? line[(open + 1)..].TrimEnd(')') : line["at ".Length..];
    }

    private static string Cut(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "...");
}
