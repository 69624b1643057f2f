using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;

namespace PureEdge.Engine.Diagnostics;

/// <summary>
/// Describes what a script threw without running any of its code: a getter, a proxy or a <c>toString</c> of the script's own
/// is never called.
/// </summary>
internal static class ErrorText
{
    private const int MaxLength = 16 << 10;
    private const int MaxPrototypes = 8;

    /// <summary>Name and message: <c>TypeError: x is not a function</c>.</summary>
    public static string Describe(JsValue error)
    {
        if (error is not ObjectInstance thrown)
        {
            return Cut($"Uncaught {(error is JsString ? error.ToString() : error.IsSymbol() ? "Symbol()" : error.ToString())}");
        }

        var name = (Read(thrown, "name") as JsString)?.ToString();
        var message = (Read(thrown, "message") as JsString)?.ToString();
        return Cut((name, message) switch
        {
            (null, null) => "An object was thrown that is no Error.",
            (null, _) => message,
            (_, null or "") => name,
            _ => $"{name}: {message}",
        });
    }

    /// <summary>The stack frames, innermost first, or <see langword="null"/>.</summary>
    public static string? Stack(JsValue error)
    {
        if (error is not ObjectInstance thrown || Read(thrown, "stack") is not JsString stack)
        {
            return null;
        }

        var text = stack.ToString();
        var frames = text.IndexOf("    at ", StringComparison.Ordinal);
        return frames < 0 ? null : Cut(text[frames..].TrimEnd());
    }

    /// <summary>The failure that an exception of a script is.</summary>
    public static WorkerFailure Failure(JsValue error)
    {
        var stack = Stack(error);
        return new(WorkerOutcome.Exception, Describe(error), stack, FirstLocation(stack));
    }

    private static string? FirstLocation(string? stack)
    {
        var line = stack?.Split('\n', 2)[0].Trim();
        if (line is null)
        {
            return null;
        }

        var open = line.LastIndexOf('(');
        return open >= 0 ? line[(open + 1)..].TrimEnd(')') : line.StartsWith("at ", StringComparison.Ordinal) ? line[3..] : null;
    }

    private static JsValue? Read(ObjectInstance? target, string name)
    {
        var receiver = target;
        for (var depth = 0; target is not null && depth < MaxPrototypes; depth++)
        {
            if (target.GetType().Name == "JsProxy")
            {
                return null;
            }

            var property = target.GetOwnProperty(name);
            if (property.IsDataDescriptor())
            {
                return property.Value;
            }

            if (property.IsAccessorDescriptor())
            {
                // Jint's own `stack` is an accessor of the host; any other getter is the script's and stays uncalled.
                return property.Get is Function and not ScriptFunction ? property.Get.Call(receiver!, []) : null;
            }

            target = target.Prototype;
        }

        return null;
    }

    private static string Cut(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "...");
}
