using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>The formatter of the console standard (https://console.spec.whatwg.org/#formatter): substitution, then the rest.</summary>
internal static class LogFormat
{
    /// <summary>The longest line, in characters.</summary>
    public const int MaxLine = 16 * 1024;

    private const int DefaultDepth = 2;
    private const int DetailedDepth = 4;

    public static string Format(WorkerRealm realm, ReadOnlySpan<JsValue> arguments)
    {
        var text = new StringBuilder();
        var next = 0;
        if (arguments.Length > 0 && arguments[0].IsString())
        {
            var template = arguments[0].AsString();
            next = 1;
            if (arguments.Length > 1)
            {
                next = Substitute(realm, Primitives.Cut(template, MaxLine), arguments, text);
            }
            else
            {
                text.Append(Primitives.Cut(template, MaxLine));
            }
        }

        for (; next < arguments.Length && text.Length < MaxLine; next++)
        {
            if (next > 0)
            {
                text.Append(' ');
            }

            text.Append(Plain(realm, arguments[next], DefaultDepth, MaxLine - text.Length));
        }

        return Cut(text.ToString());
    }

    /// <summary>The arguments from <paramref name="index"/> on. Jint may pass an array of a derived type, which a writable span refuses.</summary>
    public static ReadOnlySpan<JsValue> After(JsValue[] arguments, int index) => new ReadOnlySpan<JsValue>(arguments)[Math.Min(index, arguments.Length)..];

    public static string Cut(string line) => line.Length <= MaxLine ? line : string.Concat(line.AsSpan(0, MaxLine - 15), "... (truncated)");

    /// <summary>A string as it is, anything else inspected.</summary>
    public static string Plain(WorkerRealm realm, JsValue value, int depth, int budget) => value.IsString()
        ? Primitives.Cut(value.AsString(), budget)
        : ValueInspector.Inspect(realm, value, depth, budget);

    /// <returns>The index of the first argument that is left.</returns>
    private static int Substitute(WorkerRealm realm, string template, ReadOnlySpan<JsValue> arguments, StringBuilder text)
    {
        var next = 1;
        for (var i = 0; i < template.Length && text.Length < MaxLine; i++)
        {
            var c = template[i];
            var kind = c == '%' && i + 1 < template.Length ? template[i + 1] : '\0';
            if (kind == '%')
            {
                text.Append('%');
                i++;
            }
            else if (next < arguments.Length && kind is 's' or 'd' or 'i' or 'f' or 'o' or 'O' or 'j' or 'c' && next < arguments.Length)
            {
                text.Append(Specifier(realm, kind, arguments[next++], MaxLine - text.Length));
                i++;
            }
            else
            {
                text.Append(c);
            }
        }

        return next;
    }

    private static string Specifier(WorkerRealm realm, char kind, JsValue value, int budget) => kind switch
    {
        's' => value is ObjectInstance and not Jint.Native.Error.ErrorInstance
            ? ValueInspector.Inspect(realm, value, 0, budget)
            : Plain(realm, value, 0, budget),
        'd' => Numeric(realm, value, static number => number),
        'i' => Numeric(realm, value, Math.Truncate),
        'f' => value is JsSymbol ? "NaN" : Numeric(realm, value, static number => number, bigAsNumber: true),
        'o' => ValueInspector.Inspect(realm, value, DetailedDepth, budget),
        'j' => new JsonText(realm, budget).Write(value),
        'c' => "",
        _ => ValueInspector.Inspect(realm, value, DefaultDepth, budget),
    };

    private static string Numeric(WorkerRealm realm, JsValue value, Func<double, double> convert, bool bigAsNumber = false) => value switch
    {
        JsBigInt big => Primitives.BigInt(realm, big) + (bigAsNumber ? "" : "n"),
        // A conversion of an object would run its code.
        ObjectInstance or JsSymbol => "NaN",
        // parseFloat and parseInt of the standard take the number at the beginning; a whole number is what people write.
        JsString { Length: > 400 } => "NaN",
        _ => Primitives.Number(JsNumber.Create(convert(TypeConverter.ToNumber(value)))),
    };
}
