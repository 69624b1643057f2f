using System.Globalization;
using System.Numerics;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Console;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>Errors with the codes and messages of Node.js (https://nodejs.org/api/errors.html#nodejs-error-codes), which programs compare.</summary>
internal static class NodeErrors
{
    private const int MaxShown = 25;

    public static JavaScriptException Type(WorkerRealm realm, string code, string message) => WithCode(realm.TypeError(message), code);

    public static JavaScriptException Range(WorkerRealm realm, string code, string message) => WithCode(realm.RangeError(message), code);

    public static JavaScriptException Plain(WorkerRealm realm, string code, string message) => WithCode(realm.Error(message), code);

    public static JavaScriptException ArgumentType(WorkerRealm realm, string name, string expected, JsValue actual) =>
        Type(realm, "ERR_INVALID_ARG_TYPE", $"The \"{name}\" argument must be {expected}. Received {Received(realm, actual)}");

    public static JavaScriptException OutOfRange(WorkerRealm realm, string name, string range, string received) =>
        Range(realm, "ERR_OUT_OF_RANGE", $"The value of \"{name}\" is out of range. It must be {range}. Received {received}");

    public static JavaScriptException UnknownEncoding(WorkerRealm realm, string name) =>
        Type(realm, "ERR_UNKNOWN_ENCODING", $"Unknown encoding: {Primitives.Cut(name, 100)}");

    /// <summary>A number as Node.js writes it into such a message: its digits in groups when it is large.</summary>
    public static string Number(double value)
    {
        if (Math.Abs(value) <= uint.MaxValue || !double.IsInteger(value) || Math.Abs(value) > 1e20)
        {
            return TypeConverter.ToString(JsNumber.Create(value));
        }

        return new BigInteger(value).ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_');
    }

    public static string Received(WorkerRealm realm, JsValue value)
    {
        switch (value)
        {
            case JsNull or JsUndefined:
                return value.IsNull() ? "null" : "undefined";
            case Function f:
                return $"function {JintStack.NameOf(f)}";
            case ObjectInstance o:
                return JintInternals.IsOpaque(o, out _) ? "an object" : SafeReader.ClassName(o) is { Length: > 0 } name ? $"an instance of {name}" : "[Object: null prototype] {}";
            case JsString text:
                var content = text.ToString();
                return $"type string ('{(content.Length > MaxShown ? content[..MaxShown] + "..." : content)}')";
            default:
                return $"type {TypeName(value)} ({Primitives.Text(realm, value, 100)})";
        }
    }

    private static string TypeName(JsValue value) => value switch
    {
        JsBoolean => "boolean",
        JsBigInt => "bigint",
        JsSymbol => "symbol",
        _ => "number",
    };

    private static JavaScriptException WithCode(JavaScriptException exception, string code)
    {
        ((ObjectInstance)exception.Error).FastSetDataProperty("code", code);
        return exception;
    }
}
