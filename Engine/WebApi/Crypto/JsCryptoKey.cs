using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>CryptoKey (https://w3c.github.io/webcrypto/#cryptokey-interface).</summary>
internal sealed class JsCryptoKey : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCryptoKey>("CryptoKey")
        .Getter("type", static self => KeyHandle.Name(self.Key.Type))
        .Getter("extractable", static self => self.Key.IsExtractable)
        .Getter("algorithm", static self => self._algorithmObject ??= self.NewAlgorithmObject())
        .Getter("usages", static self => self._usagesObject ??= WorkerRealm.Of(self.Engine).NewArray(
            [.. KeyUsageNames.Of(self.Key.Usages).Select(static name => (JsValue)name)]))
        .Build();

    private JsObject? _algorithmObject;
    private JsArray? _usagesObject;

    public JsCryptoKey(WorkerRealm realm, KeyHandle key)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Key = key;
    }

    public KeyHandle Key { get; }

    private JsObject NewAlgorithmObject()
    {
        var algorithm = Key.Algorithm;
        var result = new JsObject(Engine);
        result.FastSetDataProperty("name", algorithm.Name);
        if (algorithm.PublicExponent is { } exponent)
        {
            result.FastSetDataProperty("modulusLength", algorithm.Length!.Value);
            result.FastSetDataProperty("publicExponent", BufferSource.NewUint8Array(WorkerRealm.Of(Engine), [.. exponent]));
        }

        if (algorithm.Hash is { } name)
        {
            var hash = new JsObject(Engine);
            hash.FastSetDataProperty("name", name);
            result.FastSetDataProperty("hash", hash);
        }

        if (algorithm.PublicExponent is null && algorithm.Length is { } length)
        {
            result.FastSetDataProperty("length", length);
        }

        if (algorithm.NamedCurve is { } curve)
        {
            result.FastSetDataProperty("namedCurve", curve);
        }

        return result;
    }
}
