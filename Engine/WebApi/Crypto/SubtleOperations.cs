using System.Security.Cryptography;
using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;
using static PureEdge.Engine.WebApi.Crypto.SubtleArguments;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>SubtleCrypto's methods on data (https://w3c.github.io/webcrypto/#SubtleCrypto-method-encrypt and those after it).</summary>
internal static class SubtleOperations
{
    public static JsValue Encrypt(WorkerRealm realm, JsValue[] arguments) =>
        Cipher(realm, arguments, CryptoOperations.Encrypt, KeyUsages.Encrypt);

    public static JsValue Decrypt(WorkerRealm realm, JsValue[] arguments) =>
        Cipher(realm, arguments, CryptoOperations.Decrypt, KeyUsages.Decrypt);

    public static JsValue Sign(WorkerRealm realm, JsValue[] arguments)
    {
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[0]);
        var key = KeyOf(realm, arguments[1], "Parameter 2");
        var data = BufferOf(realm, arguments[2], "The data");
        return CryptoPromise.Run(realm, () =>
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.Sign);
            key.Require(algorithm, KeyUsages.Sign);
            return BufferSource.NewArrayBuffer(realm, algorithm.Sign(realm.Host, key, parameters, BufferSource.Bytes(realm, data, "The data").Span));
        });
    }

    public static JsValue Verify(WorkerRealm realm, JsValue[] arguments)
    {
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[0]);
        var key = KeyOf(realm, arguments[1], "Parameter 2");
        var signature = BufferOf(realm, arguments[2], "The signature");
        var data = BufferOf(realm, arguments[3], "The data");
        return CryptoPromise.Run(realm, () =>
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.Verify);
            key.Require(algorithm, KeyUsages.Verify);
            return algorithm.Verify(
                realm.Host, key, parameters, BufferSource.Bytes(realm, signature, "The signature").Span, BufferSource.Bytes(realm, data, "The data").Span);
        });
    }

    public static JsValue Digest(WorkerRealm realm, JsValue[] arguments)
    {
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[0]);
        var data = BufferOf(realm, arguments[1], "The data");
        return CryptoPromise.Run(realm, () =>
        {
            var algorithm = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.Digest).Algorithm;
            return BufferSource.NewArrayBuffer(realm, algorithm.Digest(realm.Host, BufferSource.Bytes(realm, data, "The data").Span));
        });
    }

    /// <summary>An addition of Workers (https://developers.cloudflare.com/workers/runtime-apis/web-crypto/#timingsafeequal).</summary>
    public static bool TimingSafeEqual(WorkerRealm realm, JsValue[] arguments)
    {
        var left = BufferSource.Bytes(realm, arguments[0], "Parameter 1");
        var right = BufferSource.Bytes(realm, arguments[1], "Parameter 2");
        realm.Host.ChargeBytes(left.Length);
        return left.Length == right.Length
            ? CryptographicOperations.FixedTimeEquals(left.Span, right.Span)
            : throw realm.TypeError($"Buffers of {left.Length} and {right.Length} bytes cannot be compared; the lengths must be equal.");
    }

    private static JsValue Cipher(WorkerRealm realm, JsValue[] arguments, CryptoOperations operation, KeyUsages usage)
    {
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[0]);
        var key = KeyOf(realm, arguments[1], "Parameter 2");
        var data = BufferOf(realm, arguments[2], "The data");
        return CryptoPromise.Run(realm, () =>
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, operation);
            key.Require(algorithm, usage);
            var bytes = BufferSource.Bytes(realm, data, "The data").Span;
            return BufferSource.NewArrayBuffer(realm, operation == CryptoOperations.Encrypt
                ? algorithm.Encrypt(realm.Host, key, parameters, bytes)
                : algorithm.Decrypt(realm.Host, key, parameters, bytes));
        });
    }
}
