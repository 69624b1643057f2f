using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Acornima;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;

namespace PureEdge.Engine.Interop;

/// <summary>
/// The stack of an error, rendered without running JavaScript. Jint's own rendering reads each function's <c>name</c> as a script
/// would, getters included, so it has no place in a log.
/// </summary>
internal static class JintStack
{
    private const int MaxFrames = 10;
    private const int MaxName = 100;
    private const int MaxLine = 1_200;

    private static readonly FieldInfo Capture = Field(typeof(JsError), "_stackCapture");
    private static readonly FieldInfo Location = Field(Capture.FieldType, "_location");
    private static readonly FieldInfo Frames = Field(Capture.FieldType, "_frames");
    private static readonly FieldInfo FrameFunction = Field(Frames.FieldType.GetElementType()!, "Function");
    private static readonly PropertyInfo FrameLocation = Frames.FieldType.GetElementType()!.GetProperty("Location")!;

    /// <summary>The frames of an error, one a line, without its name and message; empty when nothing is known.</summary>
    public static string Of(JsError error)
    {
        if (Rendered(error) is { } rendered)
        {
            return rendered.IsString() ? Shorten(rendered.AsString()) : "";
        }

        if (Capture.GetValue(error) is not { } capture)
        {
            return "";
        }

        var frames = (Array)Frames.GetValue(capture)!;
        var location = (SourceLocation)Location.GetValue(capture)!;
        var text = new StringBuilder();
        var last = Math.Max(-1, frames.Length - MaxFrames);
        for (var i = frames.Length - 1; i >= last; i--)
        {
            var frame = i >= 0 ? frames.GetValue(i) : null;
            var function = frame is null ? null : (Function)FrameFunction.GetValue(frame)!;
            if (function is IPlacedFunction { Place: { } place } placed)
            {
                Append(text, placed.FrameName, place);
            }
            else
            {
                Append(text, function is null ? "" : NameOf(function), $"{location.SourceFile}:{location.End.Line}:{location.Start.Column + 1}");
            }

            if (frame is not null)
            {
                location = (SourceLocation)FrameLocation.GetValue(frame)!;
            }
        }

        return text.ToString();
    }

    /// <summary>What a script reads as the stack of an error: the same text, which is kept instead of the frames.</summary>
    public static JsValue Read(JsError error)
    {
        // The interpreter renders some itself, whole, when it throws.
        JsValue text = Of(error);
        Rendered(error) = text;
        Capture.SetValue(error, null);
        return text;
    }

    /// <summary>A function's own name when it is plain text.</summary>
    public static string NameOf(ObjectInstance function)
    {
        var descriptor = function.GetOwnProperty("name");
        var name = descriptor.IsDataDescriptor() && descriptor.Value is { } value && value.IsString() ? value.AsString() : "";
        return name.Length <= MaxName ? name : name[..MaxName];
    }

    private static string Shorten(string stack)
    {
        var text = new StringBuilder();
        var frames = 0;
        foreach (var line in stack.AsSpan().EnumerateLines())
        {
            if (frames++ == MaxFrames)
            {
                break;
            }

            text.Append(frames == 1 ? "" : "\n").Append(line.Length <= MaxLine ? line : line[..MaxLine]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, string place)
    {
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        text.Append("    at ");
        text.Append(name.Length == 0 ? place : $"{name} ({place})");
    }

    private static FieldInfo Field(Type type, string name) =>
        type.GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new MissingFieldException(type.FullName, name);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_stack")]
    private static extern ref JsValue? Rendered(JsError error);
}
