using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>Reads objects without running JavaScript: data properties only, and nothing of proxies.</summary>
internal static class SafeReader
{
    // A prototype chain is as long as a script makes it.
    private const int MaxLinks = 100;
    private const int MaxName = 100;

    /// <summary>The value of an own data property.</summary>
    public static JsValue? OwnData(ObjectInstance o, JsValue key)
    {
        if (JintInternals.IsOpaque(o, out _))
        {
            return null;
        }

        var descriptor = o.GetOwnProperty(key);
        return descriptor != PropertyDescriptor.Undefined && descriptor.IsDataDescriptor() ? descriptor.Value : null;
    }

    /// <summary>The value of a data property of the object or of a prototype.</summary>
    public static JsValue? Data(ObjectInstance o, JsValue key)
    {
        ObjectInstance? link = o;
        for (var i = 0; i < MaxLinks && link is not null && !JintInternals.IsOpaque(link, out _); i++)
        {
            var descriptor = link.GetOwnProperty(key);
            if (descriptor != PropertyDescriptor.Undefined)
            {
                return descriptor.IsDataDescriptor() ? descriptor.Value : null;
            }

            link = link.Prototype;
        }

        return null;
    }

    public static string? DataText(ObjectInstance o, JsValue key) => Data(o, key) is { } value && value.IsString() ? Cut(value.AsString()) : null;

    /// <summary>The name of the object's class; <see langword="null"/> when it has no prototype.</summary>
    public static string? ClassName(ObjectInstance o)
    {
        var link = o.Prototype;
        for (var i = 0; i < MaxLinks && link is not null && !JintInternals.IsOpaque(link, out _); i++)
        {
            if (OwnData(link, "constructor") is Function constructor && JintStack.NameOf(constructor) is { Length: > 0 } name)
            {
                return name;
            }

            link = link.Prototype;
        }

        return link is null && o.Prototype is null ? null : "Object";
    }

    public static string? Tag(ObjectInstance o) => DataText(o, GlobalSymbolRegistry.ToStringTag);

    /// <summary>"Name: message" of an error.</summary>
    public static string ErrorTitle(ObjectInstance error)
    {
        var name = error is JsDomException dom ? dom.Name : DataText(error, "name") ?? "Error";
        var message = error is JsDomException { Message: var text } ? text : Data(error, "message") is { } value && value.IsString() ? value.AsString() : "";
        // Nobody reads more than a line of it, and each text made of it is another copy.
        (name, message) = (Primitives.Cut(name, LogFormat.MaxLine), Primitives.Cut(message, LogFormat.MaxLine));
        return message.Length == 0 ? name : name.Length == 0 ? message : $"{name}: {message}";
    }

    /// <summary>An error as an engine would print it: title and frames.</summary>
    public static string ErrorText(ObjectInstance error)
    {
        var title = ErrorTitle(error);
        var frames = error is not JsDomException && OwnData(error, "stack") is { } own
            ? own.IsString() ? Primitives.Cut(own.AsString(), LogFormat.MaxLine) : ""
            : JintStack.Of(error as JsError ?? ((JsDomException)error).Snapshot);
        if (frames.Length == 0)
        {
            return error is JsDomException ? title : $"[{title}]";
        }

        return frames.StartsWith(title, StringComparison.Ordinal) ? frames : $"{title}\n{frames.ReplaceLineEndings("\n")}";
    }

    private static string Cut(string text) => text.Length <= MaxName ? text : text[..MaxName];
}
