using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace PureEdge.Engine.Interop;

/// <summary>Conversions from JavaScript values to the types of Web IDL (https://webidl.spec.whatwg.org/#js-type-mapping).</summary>
internal static class WebIdl
{
    /// <summary>DOMString.</summary>
    public static string ToDomString(WorkerRealm realm, JsValue value) =>
        value is JsSymbol ? throw realm.TypeError("Cannot convert a Symbol value to a string.") : TypeConverter.ToString(value);

    /// <summary>USVString: a DOMString whose lone surrogates are replaced by U+FFFD.</summary>
    public static string ToUsvString(WorkerRealm realm, JsValue value)
    {
        var text = ToDomString(realm, value);
        if (text.Length > InputCharge.Free)
        {
            realm.Host.Scope.Limits.ChargeFuel(text.Length / 2048);
        }

        var surrogate = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        if (surrogate < 0)
        {
            return text;
        }

        // From there on one at a time.
        realm.ChargeInput(text.Length - surrogate);
        var lone = IndexOfLoneSurrogate(text);
        if (lone < 0)
        {
            return text;
        }

        realm.ChargeInput(text.Length, 4);
        return ReplaceLoneSurrogates(text, lone);
    }

    /// <summary>ByteString: a string whose characters are all below 256.</summary>
    public static string ToByteString(WorkerRealm realm, JsValue value, string what)
    {
        var text = ToDomString(realm, value);
        var bad = text.AsSpan().IndexOfAnyExceptInRange('\0', '\u00ff');
        return bad < 0
            ? text
            : throw realm.TypeError($"{what}: the character at index {bad} has a value of {(int)text[bad]}, which is greater than 255.");
    }

    /// <summary>Replaces lone surrogates by U+FFFD.</summary>
    public static string WellFormed(string text) => IndexOfLoneSurrogate(text) is >= 0 and var index ? ReplaceLoneSurrogates(text, index) : text;

    /// <summary>A member of a dictionary argument; undefined when the dictionary or the member is missing.</summary>
    public static JsValue Member(WorkerRealm realm, JsValue dictionary, string name, string what)
    {
        if (dictionary.IsUndefined() || dictionary.IsNull())
        {
            return JsValue.Undefined;
        }

        return dictionary is ObjectInstance o ? o.Get(name) : throw realm.TypeError($"{what} is not an object.");
    }

    /// <summary>[EnforceRange] unsigned short and its like: an integer in the range, or a TypeError.</summary>
    public static long ToIntegerInRange(WorkerRealm realm, JsValue value, long least, long most, string what)
    {
        var number = Math.Truncate(TypeConverter.ToNumber(value));
        return number >= least && number <= most
            ? (long)number
            : throw realm.TypeError($"{what} is {TypeConverter.ToString(value)}; it must be from {least} to {most}.");
    }

    private static int IndexOfLoneSurrogate(string text)
    {
        var from = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        for (var i = Math.Max(from, 0); from >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }

    private static string ReplaceLoneSurrogates(string text, int from)
    {
        var characters = text.ToCharArray();
        for (var i = from; i < characters.Length; i++)
        {
            if (i + 1 < characters.Length && char.IsSurrogatePair(characters[i], characters[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(characters[i]))
            {
                characters[i] = '\uFFFD';
            }
        }

        return new string(characters);
    }
}
