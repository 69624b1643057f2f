using Jint;
using Jint.Native;
using Jint.Native.Object;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Algorithms;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>The state under the classes Hash and Hmac of <c>node:crypto</c>.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsNodeHash : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsNodeHash>("HashHandle")
        .Method("update", 0, static (self, a) => self.Update(a.At(0), a.At(1)))
        .Method("digest", 0, static (self, _) => self.Digest())
        .Method("copy", 0, static (self, _) => self.Copy())
        .Build();

    private const int HashBytes = 1024;
    private const int MacBytes = 3 * HashBytes;

    private readonly WorkerRealm _realm;
    private readonly IDigest? _digest;
    private readonly HMac? _mac;
    // What the library's objects take, in memory that is counted as the isolate's: its measure does not look into them.
    private readonly byte[] _counted;
    private bool _isFinished;

    private JsNodeHash(WorkerRealm realm, IDigest? digest, HMac? mac)
        : base(realm.Engine)
    {
        _counted = new byte[mac is null ? HashBytes : MacBytes];
        realm.Host.Scope.Limits.ChargeAllocation(2L * _counted.Length);
        realm.Host.ChargeBytes(0);
        Prototype = realm.PrototypeOf(Definition);
        _realm = realm;
        _digest = digest;
        _mac = mac;
    }

    public static JsNodeHash NewHash(WorkerRealm realm, JsValue name) => new(realm, Named(realm, name), null);

    public static JsNodeHash NewHmac(WorkerRealm realm, JsValue name, JsValue key)
    {
        var digest = Named(realm, name);
        var bytes = NodeBuffer.BytesOf(realm, key, JsValue.Undefined, "key");
        realm.Host.ChargeBytes(bytes.Length);
        var mac = new HMac(digest);
        mac.Init(new KeyParameter(bytes.Span));
        return new(realm, null, mac);
    }

    /// <summary>The digest of a name, or an error as OpenSSL's.</summary>
    public static IDigest Named(WorkerRealm realm, JsValue name) => name is JsString text
        ? NodeDigest.Create(text.ToString()) ?? throw NodeErrors.Plain(realm, "ERR_OSSL_EVP_UNSUPPORTED", "Digest method not supported")
        : throw NodeErrors.ArgumentType(realm, "algorithm", "of type string", name);

    private JsNodeHash Update(JsValue data, JsValue encoding)
    {
        RequireOpen();
        var bytes = NodeBuffer.BytesOf(_realm, data, encoding, "data").Span;
        _realm.Host.ChargeBytes(bytes.Length);
        _digest?.BlockUpdate(bytes);
        _mac?.BlockUpdate(bytes);
        return this;
    }

    private JsTypedArray Digest()
    {
        RequireOpen();
        GC.KeepAlive(_counted);
        _isFinished = true;
        var result = new byte[_digest?.GetDigestSize() ?? _mac!.GetMacSize()];
        _digest?.DoFinal(result);
        _mac?.DoFinal(result);
        return NodeBuffer.Wrap(_realm, result);
    }

    private JsNodeHash Copy()
    {
        RequireOpen();
        return _digest is null ? throw _realm.TypeError("Only a hash can be copied.") : new(_realm, NodeDigest.Copy(_digest), null);
    }

    private void RequireOpen()
    {
        if (_isFinished)
        {
            throw NodeErrors.Plain(_realm, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
        }
    }
}
