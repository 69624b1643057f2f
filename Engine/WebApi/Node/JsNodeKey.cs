using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>What the class KeyObject of <c>node:crypto</c> stands on.</summary>
internal sealed class JsNodeKey : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsNodeKey>("KeyHandle")
        .Getter("type", static self => KeyHandle.Name(self.Key.Type))
        .Getter("kind", static self => self.Key.Kind)
        .Getter("size", static self => self.Key.Material is SecretMaterial secret ? secret.Bytes.Length : JsValue.Undefined)
        .Getter("bits", static self => self.Key.Material is RsaMaterial rsa ? rsa.Bits : JsValue.Undefined)
        .Getter("exponent", static self => self.Key.Material is RsaMaterial rsa ? Convert.ToHexString(rsa.Exponent) : JsValue.Undefined)
        .Getter("curve", static self => self.Key.Material is EcMaterial ec ? NodeKey.CurveName(ec.Curve) : JsValue.Undefined)
        .Build();

    public JsNodeKey(WorkerRealm realm, NodeKey key)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Key = key;
    }

    public NodeKey Key { get; }
}
