using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>What a secret key is for: the algorithm's registered name, its hash for HMAC, and the length of the key.</summary>
internal sealed record SecretAlgorithm(string Name, string? Hash, int Bits);

/// <summary>CryptoKey (https://w3c.github.io/webcrypto/#cryptokey-interface), a secret one.</summary>
internal sealed class JsCryptoKey : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCryptoKey>("CryptoKey")
        .Getter("type", static _ => "secret")
        .Getter("extractable", static self => self.Extractable)
        .Getter("algorithm", static self => self._algorithmObject ??= self.NewAlgorithmObject())
        .Getter("usages", static self => self._usagesObject ??= KeyUsageNames.ToArray(WorkerRealm.Of(self.Engine), self.Usages))
        .Build();

    private JsObject? _algorithmObject;
    private JsArray? _usagesObject;

    public JsCryptoKey(WorkerRealm realm, SecretAlgorithm algorithm, byte[] secret, bool extractable, KeyUsages usages)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Algorithm = algorithm;
        Secret = secret;
        Extractable = extractable;
        Usages = usages;
    }

    public SecretAlgorithm Algorithm { get; }

    public byte[] Secret { get; }

    public bool Extractable { get; }

    public KeyUsages Usages { get; }

    private JsObject NewAlgorithmObject()
    {
        var result = new JsObject(Engine);
        result.FastSetDataProperty("name", Algorithm.Name);
        if (Algorithm.Hash is { } hash)
        {
            var hashObject = new JsObject(Engine);
            hashObject.FastSetDataProperty("name", hash);
            result.FastSetDataProperty("hash", hashObject);
        }

        result.FastSetDataProperty("length", Algorithm.Bits);
        return result;
    }
}
