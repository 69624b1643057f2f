using System.Text;
using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Base64;

/// <summary>The globals <c>atob</c> and <c>btoa</c>.</summary>
/// <remarks>https://html.spec.whatwg.org/multipage/webappapis.html#atob</remarks>
internal static class Base64Globals
{
    // Convert gives up beyond an int of characters; a string this long is refused before anything is allocated.
    private const int MaxLength = 256 * 1024 * 1024;

    public static void Register(GlobalTable globals) => globals
        .Function("btoa", 1, Encode)
        .Function("atob", 1, Decode);

    private static JsValue Encode(WorkerRealm realm, JsValue[] arguments)
    {
        var data = Argument(realm, "btoa", arguments);
        realm.ChargeInput(data.Length, 4);
        return data.AsSpan().IndexOfAnyExceptInRange('\0', '\u00ff') < 0
            ? Convert.ToBase64String(Encoding.Latin1.GetBytes(data))
            : throw DomExceptions.New(realm, "InvalidCharacterError", "btoa: the string has characters beyond U+00FF; encode it with TextEncoder first.");
    }

    private static JsValue Decode(WorkerRealm realm, JsValue[] arguments)
    {
        var data = Argument(realm, "atob", arguments);
        realm.ChargeInput(data.Length, 4);
        return ForgivingBase64.Decode(data) is { } bytes
            ? Encoding.Latin1.GetString(bytes)
            : throw DomExceptions.New(realm, "InvalidCharacterError", "atob: the string is not correctly encoded base64.");
    }

    private static string Argument(WorkerRealm realm, string function, JsValue[] arguments)
    {
        if (arguments.Length == 0)
        {
            throw realm.TypeError($"{function}: 1 argument required, but only 0 present.");
        }

        var data = WebIdl.ToDomString(realm, arguments[0]);
        return data.Length <= MaxLength
            ? data
            : throw realm.RangeError($"{function}: a string of {data.Length} characters; at most {MaxLength} are allowed.");
    }
}
