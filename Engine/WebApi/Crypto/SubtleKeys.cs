using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;
using static PureEdge.Engine.WebApi.Crypto.SubtleArguments;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>SubtleCrypto's methods that make keys and give them away (https://w3c.github.io/webcrypto/#SubtleCrypto-method-generateKey and those after it).</summary>
internal static class SubtleKeys
{
    public static JsValue Generate(WorkerRealm realm, JsValue[] arguments)
    {
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[0]);
        var extractable = TypeConverter.ToBoolean(arguments[1]);
        var usages = UsagesOf(realm, arguments[2]);
        return CryptoPromise.Run(realm, () =>
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.GenerateKey);
            RandomSource.RequireRequest(realm);
            return CryptoPromise.Run(realm, algorithm.GenerateKey(realm.Host, parameters, extractable, usages), keys => ToObject(realm, keys));
        });
    }

    public static JsValue Import(WorkerRealm realm, JsValue[] arguments)
    {
        var format = FormatOf(realm, arguments[0]);
        var (bytes, jwk) = KeyDataOf(realm, arguments[1]);
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[2]);
        var extractable = TypeConverter.ToBoolean(arguments[3]);
        var usages = UsagesOf(realm, arguments[4]);
        return CryptoPromise.Run(realm, () =>
        {
            var normalized = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.ImportKey);
            if ((format == KeyFormat.Jwk) != (jwk is not null))
            {
                throw realm.TypeError($"Key data of the format '{KeyFormatNames.Of(format)}' must be {(format == KeyFormat.Jwk ? "a JSON Web Key" : "an ArrayBuffer or a view of one")}.");
            }

            var data = bytes is null ? default : BufferSource.Bytes(realm, bytes, "The key data");
            return Import(realm, normalized, format, data, jwk, extractable, usages);
        });
    }

    public static JsValue Export(WorkerRealm realm, JsValue[] arguments)
    {
        var format = FormatOf(realm, arguments[0]);
        var key = KeyOf(realm, arguments[1], "Parameter 2");
        return CryptoPromise.Run(realm, () =>
        {
            var algorithm = RequireExportable(key);
            return format == KeyFormat.Jwk
                ? JsonWebKeyConversion.ToObject(realm, ExportJwk(realm, algorithm, key))
                : BufferSource.NewArrayBuffer(realm, algorithm.ExportKey(realm.Host, key, format));
        });
    }

    public static JsValue DeriveBits(WorkerRealm realm, JsValue[] arguments)
    {
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[0]);
        var baseKey = KeyOf(realm, arguments[1], "Parameter 2");
        var length = LengthOf(arguments.At(2));
        return CryptoPromise.Run(realm, () =>
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.DeriveBits);
            baseKey.Require(algorithm, KeyUsages.DeriveBits);
            return CryptoPromise.Run(realm, algorithm.DeriveBits(realm.Host, baseKey, parameters, length), bits => BufferSource.NewArrayBuffer(realm, bits));
        });
    }

    public static JsValue DeriveKey(WorkerRealm realm, JsValue[] arguments)
    {
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[0]);
        var baseKey = KeyOf(realm, arguments[1], "Parameter 2");
        var derived = AlgorithmNormalizer.Convert(realm, arguments[2]);
        var extractable = TypeConverter.ToBoolean(arguments[3]);
        var usages = UsagesOf(realm, arguments[4]);
        return CryptoPromise.Run(realm, () =>
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.DeriveBits);
            var import = AlgorithmNormalizer.Normalize(realm, derived, CryptoOperations.ImportKey);
            var length = AlgorithmNormalizer.Normalize(realm, derived, CryptoOperations.GetKeyLength);
            baseKey.Require(algorithm, KeyUsages.DeriveKey);
            var bits = length.Algorithm.GetKeyLength(length.Parameters);
            return CryptoPromise.Run(
                realm,
                algorithm.DeriveBits(realm.Host, baseKey, parameters, bits),
                secret => Import(realm, import, KeyFormat.Raw, secret, null, extractable, usages));
        });
    }

    public static JsValue Wrap(WorkerRealm realm, JsValue[] arguments)
    {
        var format = FormatOf(realm, arguments[0]);
        var key = KeyOf(realm, arguments[1], "Parameter 2");
        var wrappingKey = KeyOf(realm, arguments[2], "Parameter 3");
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[3]);
        return CryptoPromise.Run(realm, () =>
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.WrapKey, CryptoOperations.Encrypt);
            wrappingKey.Require(algorithm, KeyUsages.WrapKey);
            var exporter = RequireExportable(key);
            var bytes = format == KeyFormat.Jwk ? ExportJwk(realm, exporter, key).ToJson() : exporter.ExportKey(realm.Host, key, format);
            return BufferSource.NewArrayBuffer(realm, algorithm.Encrypt(realm.Host, wrappingKey, parameters, bytes));
        });
    }

    public static JsValue Unwrap(WorkerRealm realm, JsValue[] arguments)
    {
        var format = FormatOf(realm, arguments[0]);
        var wrapped = BufferOf(realm, arguments[1], "The wrapped key");
        var unwrappingKey = KeyOf(realm, arguments[2], "Parameter 3");
        var identifier = AlgorithmNormalizer.Convert(realm, arguments[3]);
        var unwrappedIdentifier = AlgorithmNormalizer.Convert(realm, arguments[4]);
        var extractable = TypeConverter.ToBoolean(arguments[5]);
        var usages = UsagesOf(realm, arguments[6]);
        return CryptoPromise.Run(realm, () =>
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.UnwrapKey, CryptoOperations.Decrypt);
            var import = AlgorithmNormalizer.Normalize(realm, unwrappedIdentifier, CryptoOperations.ImportKey);
            unwrappingKey.Require(algorithm, KeyUsages.UnwrapKey);
            var bytes = algorithm.Decrypt(realm.Host, unwrappingKey, parameters, BufferSource.Bytes(realm, wrapped, "The wrapped key").Span);
            JsonWebKey? jwk = null;
            if (format == KeyFormat.Jwk)
            {
                realm.Host.ChargeBytes(2L * bytes.Length);
                realm.Host.Scope.Limits.ChargeAllocation(4L * bytes.Length);
                jwk = JsonWebKey.Parse(bytes);
            }

            return Import(realm, import, format, bytes, jwk, extractable, usages);
        });
    }

    private static CryptoAlgorithm RequireExportable(KeyHandle key)
    {
        var algorithm = AlgorithmRegistry.Get(key.Algorithm.Name);
        if (!algorithm.Supports(CryptoOperations.ExportKey))
        {
            throw CryptoException.NotSupportedError($"Keys of {algorithm.Name} cannot be exported.");
        }

        return key.IsExtractable ? algorithm : throw CryptoException.InvalidAccessError("The key is not extractable.");
    }

    private static JsonWebKey ExportJwk(WorkerRealm realm, CryptoAlgorithm algorithm, KeyHandle key)
    {
        var bytes = key.Material is SecretMaterial secret ? secret.Bytes.Length : KeyEnvelope.MaxBytes;
        realm.Host.ChargeBytes(bytes);
        realm.Host.Scope.Limits.ChargeAllocation(4L * bytes);
        return algorithm.ExportJwk(key);
    }

    private static JsCryptoKey Import(
        WorkerRealm realm, NormalizedAlgorithm normalized, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, bool extractable, KeyUsages usages)
    {
        var key = normalized.Algorithm.ImportKey(realm.Host, format, data, jwk, normalized.Parameters, extractable, usages);
        return key.Type == KeyType.Public || usages != KeyUsages.None
            ? new JsCryptoKey(realm, key)
            : throw CryptoException.SyntaxError($"A {KeyHandle.Name(key.Type)} key needs usages.");
    }

    private static JsValue ToObject(WorkerRealm realm, GeneratedKeys keys)
    {
        if (keys.PublicKey is null)
        {
            return new JsCryptoKey(realm, keys.Key);
        }

        var pair = new JsObject(realm.Engine);
        pair.FastSetDataProperty("privateKey", new JsCryptoKey(realm, keys.Key));
        pair.FastSetDataProperty("publicKey", new JsCryptoKey(realm, keys.PublicKey));
        return pair;
    }
}
