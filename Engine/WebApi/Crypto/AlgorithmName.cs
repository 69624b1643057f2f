using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>Normalizes AlgorithmIdentifiers (https://w3c.github.io/webcrypto/#algorithm-normalization): a name, or an object with one.</summary>
internal static class AlgorithmName
{
    public const string Hmac = "HMAC";
    public const string AesGcm = "AES-GCM";
    public const string RsaPkcs1 = "RSASSA-PKCS1-v1_5";
    public const string Ecdsa = "ECDSA";

    /// <summary>The name as the script wrote it.</summary>
    public static string Read(WorkerRealm realm, JsValue algorithm)
    {
        if (algorithm is not ObjectInstance o)
        {
            return WebIdl.ToDomString(realm, algorithm);
        }

        var name = o.Get("name");
        return name.IsUndefined() ? throw realm.TypeError("The algorithm has no name.") : WebIdl.ToDomString(realm, name);
    }

    /// <summary>The registered name of a hash.</summary>
    public static string Hash(WorkerRealm realm, JsValue algorithm)
    {
        var name = Read(realm, algorithm);
        return Digests.Find(name) ?? throw NotSupported(realm, name, "digest");
    }

    /// <summary>One of <paramref name="supported"/>, compared without regard to case.</summary>
    public static string Require(WorkerRealm realm, JsValue algorithm, string operation, params ReadOnlySpan<string> supported)
    {
        var name = Read(realm, algorithm);
        foreach (var known in supported)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        throw NotSupported(realm, name, operation);
    }

    public static JavaScriptException NotSupported(WorkerRealm realm, string name, string operation) => DomExceptions.New(
        realm, "NotSupportedError", $"Algorithm '{(name.Length <= 50 ? name : name[..50])}' is not supported for {operation}.");
}
