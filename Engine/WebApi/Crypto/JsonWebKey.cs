using System.Buffers.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>The JSON Web Key form of secret keys (RFC 7517 and 7518; https://w3c.github.io/webcrypto/#JsonWebKey-dictionary).</summary>
internal static class JsonWebKey
{
    private const int MaxTextLength = 1 << 21;

    public static byte[] Read(WorkerRealm realm, JsValue value, string name, string? hash, bool extractable, KeyUsages usages)
    {
        if (value is not ObjectInstance jwk || BufferSource.TryGetBytes(value, out _))
        {
            throw realm.TypeError("The key data is not a JSON Web Key.");
        }

        var alg = Text(realm, jwk, "alg");
        var ext = jwk.Get("ext");
        var k = Text(realm, jwk, "k");
        var operations = jwk.Get("key_ops");
        var kty = Text(realm, jwk, "kty");
        var use = Text(realm, jwk, "use");
        if (kty != "oct" || k is null || k.Length > MaxTextLength || !Base64Url.IsValid(k))
        {
            throw Data("it needs kty 'oct' and k in base64url.");
        }

        var secret = Base64Url.DecodeFromChars(k);
        if (alg is not null && alg != Name(name, hash, secret.Length))
        {
            throw Data("its alg is another one.");
        }

        if (use is not null && use != (name == AlgorithmName.Hmac ? "sig" : "enc"))
        {
            throw Data("its use is another one.");
        }

        if (!operations.IsUndefined() && (KeyUsageNames.Read(realm, operations) & usages) != usages)
        {
            throw Data("its key_ops do not allow the usages.");
        }

        return ext.IsUndefined() || TypeConverter.ToBoolean(ext) || !extractable ? secret : throw Data("it is not extractable.");

        JavaScriptException Data(string problem) => DomExceptions.New(realm, "DataError", $"The JSON Web Key does not fit: {problem}");
    }

    public static JsObject Write(WorkerRealm realm, JsCryptoKey key)
    {
        var jwk = new JsObject(realm.Engine);
        jwk.FastSetDataProperty("alg", Name(key.Algorithm.Name, key.Algorithm.Hash, key.Secret.Length));
        jwk.FastSetDataProperty("ext", key.Extractable);
        jwk.FastSetDataProperty("k", Base64Url.EncodeToString(key.Secret));
        jwk.FastSetDataProperty("key_ops", KeyUsageNames.ToArray(realm, key.Usages));
        jwk.FastSetDataProperty("kty", "oct");
        return jwk;
    }

    /// <summary>"HS256", "A128GCM", ....</summary>
    private static string Name(string name, string? hash, int keyBytes) =>
        name == AlgorithmName.Hmac ? $"HS{hash![4..]}" : $"A{keyBytes * 8}GCM";

    private static string? Text(WorkerRealm realm, ObjectInstance jwk, string member)
    {
        var value = jwk.Get(member);
        return value.IsUndefined() ? null : WebIdl.ToDomString(realm, value);
    }
}
