using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>Web IDL's conversions of what SubtleCrypto's methods take. They come before everything else, in the order of the arguments.</summary>
internal static class SubtleArguments
{
    private const int MaxUsages = 1_000;

    public static KeyHandle KeyOf(WorkerRealm realm, JsValue value, string what) =>
        value is JsCryptoKey key ? key.Key : throw realm.TypeError($"{what} is not a CryptoKey.");

    /// <summary>A BufferSource; its bytes are read once nothing of a script runs any more.</summary>
    public static JsValue BufferOf(WorkerRealm realm, JsValue value, string what)
    {
        _ = BufferSource.Bytes(realm, value, what);
        return value;
    }

    public static KeyFormat FormatOf(WorkerRealm realm, JsValue value) => KeyFormatNames.Find(WebIdl.ToDomString(realm, value))
        ?? throw realm.TypeError("The key format must be 'raw', 'pkcs8', 'spki' or 'jwk'.");

    public static KeyUsages UsagesOf(WorkerRealm realm, JsValue value)
    {
        var usages = KeyUsages.None;
        var count = 0;
        JsSequence.ForEach(realm, value, "The key usages", item =>
        {
            var name = WebIdl.ToDomString(realm, item);
            var usage = KeyUsageNames.Find(name);
            if (usage == KeyUsages.None || ++count > MaxUsages)
            {
                throw realm.TypeError($"'{(name.Length <= 50 ? name : name[..50])}' is not a key usage, or there are too many.");
            }

            usages |= usage;
        });
        return usages;
    }

    /// <summary><c>(BufferSource or JsonWebKey)</c>: one of the two.</summary>
    public static (JsValue? Bytes, JsonWebKey? Jwk) KeyDataOf(WorkerRealm realm, JsValue value)
    {
        if (BufferSource.TryGetBytes(value, out _))
        {
            return (value, null);
        }

        return value switch
        {
            ObjectInstance dictionary => (null, JsonWebKeyConversion.Read(realm, dictionary)),
            _ when value.IsUndefined() || value.IsNull() => (null, new JsonWebKey()),
            _ => throw realm.TypeError("The key data is neither an ArrayBuffer or a view of one, nor a JSON Web Key."),
        };
    }

    /// <summary>[unsigned long?]: <see langword="null"/> for null and for undefined.</summary>
    public static long? LengthOf(JsValue value) =>
        value.IsNull() || value.IsUndefined() ? null : Jint.Runtime.TypeConverter.ToUint32(value);

    /// <summary>An InvalidAccessError unless the key is one of the algorithm and may be used so.</summary>
    public static void Require(this KeyHandle key, CryptoAlgorithm algorithm, KeyUsages usage)
    {
        if (key.Algorithm.Name != algorithm.Name)
        {
            throw CryptoException.InvalidAccessError($"The key is one of {key.Algorithm.Name}; it must be one of {algorithm.Name}.");
        }

        if ((key.Usages & usage) == KeyUsages.None)
        {
            throw CryptoException.InvalidAccessError($"The key does not have the usage '{KeyUsageNames.Of(usage).First()}'.");
        }
    }
}
