using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>CryptoKey (https://w3c.github.io/webcrypto/#cryptokey-interface), a secret or a public one.</summary>
internal sealed class JsCryptoKey : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCryptoKey>("CryptoKey")
        .Getter("type", static self => self.Algorithm is SecretAlgorithm ? "secret" : "public")
        .Getter("extractable", static self => self.Extractable)
        .Getter("algorithm", static self => self._algorithmObject ??= self.Algorithm.ToObject(WorkerRealm.Of(self.Engine)))
        .Getter("usages", static self => self._usagesObject ??= KeyUsageNames.ToArray(WorkerRealm.Of(self.Engine), self.Usages))
        .Build();

    private JsObject? _algorithmObject;
    private JsArray? _usagesObject;

    public JsCryptoKey(WorkerRealm realm, KeyAlgorithm algorithm, byte[] material, bool extractable, KeyUsages usages)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Algorithm = algorithm;
        Material = material;
        Extractable = extractable;
        Usages = usages;
    }

    public KeyAlgorithm Algorithm { get; }

    /// <summary>The secret itself; of a public key what its algorithm says.</summary>
    public byte[] Material { get; }

    public bool Extractable { get; }

    public KeyUsages Usages { get; }
}
