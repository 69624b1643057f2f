using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>Crypto (https://w3c.github.io/webcrypto/#crypto-interface).</summary>
internal sealed class JsCrypto : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCrypto>("Crypto")
        .Getter("subtle", static self => self._subtle ??= new JsSubtleCrypto(WorkerRealm.Of(self.Engine)))
        .Method("getRandomValues", 1, static (self, arguments) => GetRandomValues(WorkerRealm.Of(self.Engine), arguments[0]))
        .Method("randomUUID", 0, static (self, _) => RandomUuid(WorkerRealm.Of(self.Engine)))
        .CompletePrototype(static (realm, prototype) => prototype.FastSetProperty("DigestStream", PropertyDescriptor.CreateLazy(
            realm, static realm => realm.ConstructorOf(JsDigestStream.Definition), PropertyFlag.Writable | PropertyFlag.Enumerable | PropertyFlag.Configurable)))
        .Build();

    private const int MaxRandomBytes = 65_536;

    private JsSubtleCrypto? _subtle;

    public JsCrypto(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);

    /// <summary>https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues</summary>
    private static JsValue GetRandomValues(WorkerRealm realm, JsValue value)
    {
        if (!BufferSource.TryGetBytes(value, out var bytes) || value is JsArrayBuffer)
        {
            throw realm.TypeError("Failed to execute 'getRandomValues' on 'Crypto': parameter 1 is not a view of an ArrayBuffer.");
        }

        if (value is not JsTypedArray || value.IsFloat16Array() || value.IsFloat32Array() || value.IsFloat64Array())
        {
            throw DomExceptions.New(realm, "TypeMismatchError", "Random values are given in arrays of integers only.");
        }

        if (bytes.Length > MaxRandomBytes)
        {
            throw DomExceptions.New(realm, "QuotaExceededError", $"{bytes.Length} random bytes were asked for; {MaxRandomBytes} are given at once.");
        }

        realm.Host.Scope.Limits.ChargeFuel(1 + (bytes.Length / 32));
        RandomSource.Fill(realm, bytes.Span);
        return value;
    }

    /// <summary>A UUID of version 4 (RFC 9562).</summary>
    private static string RandomUuid(WorkerRealm realm)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomSource.Fill(realm, bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
