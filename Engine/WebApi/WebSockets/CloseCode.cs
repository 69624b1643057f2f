using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>Codes and reasons of a close (https://www.rfc-editor.org/rfc/rfc6455#section-7.4).</summary>
internal static class CloseCode
{
    public const int NoStatus = 1005;
    public const int Abnormal = 1006;
    public const int TooLarge = 1009;

    private const int MaxReasonBytes = 123;

    /// <summary>Reads the parameters of <c>close</c> (https://websockets.spec.whatwg.org/#dom-websocket-close).</summary>
    /// <param name="realm">The isolate.</param>
    /// <param name="arguments">Code and reason; both may be missing.</param>
    /// <param name="isClient">Whether the standard's rule for clients holds: 1000, or 3000 and above.</param>
    /// <exception cref="JavaScriptException">InvalidAccessError or SyntaxError: the code may not be sent, or the reason is too long.</exception>
    public static SocketMessage Read(WorkerRealm realm, JsValue[] arguments, bool isClient)
    {
        // [Clamp] unsigned short: https://webidl.spec.whatwg.org/#abstract-opdef-converttoint
        var number = arguments.At(0).IsUndefined() ? double.NaN : Math.Clamp(Math.Round(TypeConverter.ToNumber(arguments.At(0)), MidpointRounding.ToEven), 0, ushort.MaxValue);
        var hasCode = !arguments.At(0).IsUndefined();
        var code = hasCode ? double.IsNaN(number) ? 0 : (int)number : NoStatus;
        var reason = arguments.At(1).IsUndefined() ? "" : WebIdl.ToUsvString(realm, arguments.At(1));
        if (hasCode && code != 1000 && code is not (>= 3000 and <= 4999) && (isClient || code is < 1000 or > 4999 or 1004 or NoStatus or Abnormal or 1015))
        {
            throw DomExceptions.New(realm, "InvalidAccessError", isClient
                ? $"The close code is {code}; it may be 1000, or from 3000 to 4999."
                : $"The close code is {code}; it may be from 1000 to 4999, but not 1004, 1005, 1006 and 1015.");
        }

        if (reason.Length > MaxReasonBytes || Encoding.UTF8.GetByteCount(reason) > MaxReasonBytes)
        {
            throw DomExceptions.New(realm, "SyntaxError", $"The close reason is longer than {MaxReasonBytes} bytes.");
        }

        // A reason travels behind a code.
        return SocketMessage.Close(!hasCode && reason.Length > 0 ? 1000 : code, reason);
    }
}
