using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>SubtleCrypto (https://w3c.github.io/webcrypto/#subtlecrypto-interface). Operations end at once and give settled promises.</summary>
internal sealed class JsSubtleCrypto : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsSubtleCrypto>("SubtleCrypto")
        .PromiseMethod("digest", 2, Promised(Digest))
        .PromiseMethod("importKey", 5, Promised(SecretKeys.Import))
        .PromiseMethod("exportKey", 2, Promised(SecretKeys.Export))
        .PromiseMethod("generateKey", 3, Promised(SecretKeys.Generate))
        .PromiseMethod("sign", 3, Promised(Sign))
        .PromiseMethod("verify", 4, Promised(Verify))
        .PromiseMethod("encrypt", 3, Promised(static (realm, arguments) => BufferSource.NewArrayBuffer(
            realm, AesGcmCipher.Encrypt(realm, Key(realm, arguments, "encrypt", KeyUsages.Encrypt, AlgorithmName.AesGcm).Material, arguments[0], arguments[2]))))
        .PromiseMethod("decrypt", 3, Promised(static (realm, arguments) => BufferSource.NewArrayBuffer(
            realm, AesGcmCipher.Decrypt(realm, Key(realm, arguments, "decrypt", KeyUsages.Decrypt, AlgorithmName.AesGcm).Material, arguments[0], arguments[2]))))
        .PromiseMethod("deriveBits", 2, Promised(static (realm, arguments) => Unsupported(realm, arguments[0], "deriveBits")))
        .PromiseMethod("deriveKey", 5, Promised(static (realm, arguments) => Unsupported(realm, arguments[0], "deriveKey")))
        .PromiseMethod("wrapKey", 4, Promised(static (realm, arguments) => Unsupported(realm, arguments[3], "wrapKey")))
        .PromiseMethod("unwrapKey", 7, Promised(static (realm, arguments) => Unsupported(realm, arguments[3], "unwrapKey")))
        .Method("timingSafeEqual", 2, static (self, arguments) => TimingSafeEqual(WorkerRealm.Of(self.Engine), arguments))
        .Build();

    public JsSubtleCrypto(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);

    private static Func<JsSubtleCrypto, JsValue[], JsValue> Promised(Func<WorkerRealm, JsValue[], JsValue> body) => (self, arguments) =>
    {
        var realm = WorkerRealm.Of(self.Engine);
        var capability = realm.NewPromise();
        capability.Resolve(body(realm, arguments));
        return capability.Promise;
    };

    private static JsArrayBuffer Digest(WorkerRealm realm, JsValue[] arguments)
    {
        var name = AlgorithmName.Hash(realm, arguments[0]);
        var data = BufferSource.Bytes(realm, arguments[1], "The data");
        SubtleLimits.Charge(realm, data.Length);
        return BufferSource.NewArrayBuffer(realm, Digests.Hash(name, data.Span));
    }

    private static JsArrayBuffer Sign(WorkerRealm realm, JsValue[] arguments)
    {
        var key = Key(realm, arguments, "sign", KeyUsages.Sign, AlgorithmName.Hmac);
        return BufferSource.NewArrayBuffer(realm, Mac(realm, key, arguments[2]));
    }

    private static JsBoolean Verify(WorkerRealm realm, JsValue[] arguments)
    {
        var key = Key(realm, arguments, "verify", KeyUsages.Verify, AlgorithmName.Hmac, AlgorithmName.RsaPkcs1, AlgorithmName.Ecdsa);
        if (key.Algorithm is not SecretAlgorithm)
        {
            return PublicKeys.Verify(realm, key, arguments[0], arguments[2], arguments[3]) ? JsBoolean.True : JsBoolean.False;
        }

        var signature = BufferSource.Bytes(realm, arguments[2], "The signature");
        return CryptographicOperations.FixedTimeEquals(Mac(realm, key, arguments[3]), signature.Span) ? JsBoolean.True : JsBoolean.False;
    }

    private static byte[] Mac(WorkerRealm realm, JsCryptoKey key, JsValue value)
    {
        var data = BufferSource.Bytes(realm, value, "The data");
        SubtleLimits.Charge(realm, data.Length + key.Material.Length);
        return Digests.Hmac(key.Algorithm.Hash!, key.Material, data.Span);
    }

    /// <summary>The key of an operation, checked to be of its algorithm and allowed for it.</summary>
    private static JsCryptoKey Key(WorkerRealm realm, JsValue[] arguments, string operation, KeyUsages usage, params ReadOnlySpan<string> algorithms)
    {
        var name = AlgorithmName.Require(realm, arguments[0], operation, algorithms);
        if (arguments[1] is not JsCryptoKey key)
        {
            throw realm.TypeError($"Failed to execute '{operation}' on 'SubtleCrypto': parameter 2 is not a CryptoKey.");
        }

        return key.Algorithm.Name == name && key.Usages.HasFlag(usage)
            ? key
            : throw DomExceptions.New(realm, "InvalidAccessError", $"The key is not one of {name} with the usage '{operation}'.");
    }

    private static JsValue Unsupported(WorkerRealm realm, JsValue algorithm, string operation) =>
        throw AlgorithmName.NotSupported(realm, AlgorithmName.Read(realm, algorithm), operation);

    /// <summary>An addition of Workers (https://developers.cloudflare.com/workers/runtime-apis/web-crypto/#timingsafeequal).</summary>
    private static bool TimingSafeEqual(WorkerRealm realm, JsValue[] arguments)
    {
        var left = BufferSource.Bytes(realm, arguments[0], "Parameter 1");
        var right = BufferSource.Bytes(realm, arguments[1], "Parameter 2");
        SubtleLimits.Charge(realm, left.Length);
        return left.Length == right.Length
            ? CryptographicOperations.FixedTimeEquals(left.Span, right.Span)
            : throw realm.TypeError($"Buffers of {left.Length} and {right.Length} bytes cannot be compared; the lengths must be equal.");
    }
}
