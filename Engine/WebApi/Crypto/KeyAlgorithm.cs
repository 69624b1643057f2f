using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>What a key is for (https://w3c.github.io/webcrypto/#key-algorithm-dictionary): the algorithm's registered name and its hash, if keys of it have one.</summary>
internal abstract record KeyAlgorithm(string Name, string? Hash)
{
    /// <summary>What a script sees of it.</summary>
    public JsObject ToObject(WorkerRealm realm)
    {
        var result = new JsObject(realm.Engine);
        result.FastSetDataProperty("name", Name);
        if (Hash is not null)
        {
            var hash = new JsObject(realm.Engine);
            hash.FastSetDataProperty("name", Hash);
            result.FastSetDataProperty("hash", hash);
        }

        AddTo(realm, result);
        return result;
    }

    protected abstract void AddTo(WorkerRealm realm, JsObject result);
}

/// <summary>A secret key's, with its length.</summary>
internal sealed record SecretAlgorithm(string Name, string? Hash, int Bits) : KeyAlgorithm(Name, Hash)
{
    protected override void AddTo(WorkerRealm realm, JsObject result) => result.FastSetDataProperty("length", Bits);
}

/// <summary>A public RSA key's: the modulus is the key's material.</summary>
internal sealed record RsaAlgorithm(string Name, string Hash, int Bits, byte[] Exponent) : KeyAlgorithm(Name, Hash)
{
    protected override void AddTo(WorkerRealm realm, JsObject result)
    {
        result.FastSetDataProperty("modulusLength", Bits);
        result.FastSetDataProperty("publicExponent", BufferSource.NewUint8Array(realm, [.. Exponent]));
    }
}

/// <summary>A public key's of an elliptic curve: the uncompressed point is the key's material.</summary>
internal sealed record EcAlgorithm(string Name, NamedCurve Curve) : KeyAlgorithm(Name, null)
{
    protected override void AddTo(WorkerRealm realm, JsObject result) => result.FastSetDataProperty("namedCurve", Curve.Name);
}
