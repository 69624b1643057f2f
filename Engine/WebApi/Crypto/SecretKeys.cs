using System.Buffers.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>Import, export and generation of the keys of HMAC and AES-GCM (https://w3c.github.io/webcrypto/#hmac-operations, #aes-gcm-operations).</summary>
internal static class SecretKeys
{
    private const KeyUsages HmacUsages = KeyUsages.Sign | KeyUsages.Verify;
    private const KeyUsages AesUsages = KeyUsages.Encrypt | KeyUsages.Decrypt | KeyUsages.WrapKey | KeyUsages.UnwrapKey;
    private const int MaxKeyBytes = 1 << 20;

    public static JsValue Import(WorkerRealm realm, JsValue[] arguments)
    {
        var format = Format(realm, arguments[0]);
        var name = AlgorithmName.Require(realm, arguments[2], "importKey", AlgorithmName.Hmac, AlgorithmName.AesGcm, AlgorithmName.RsaPkcs1, AlgorithmName.Ecdsa);
        if (name is AlgorithmName.RsaPkcs1 or AlgorithmName.Ecdsa)
        {
            return PublicKeys.Import(realm, name, format, arguments);
        }

        RequireSecretFormat(realm, format);
        var hash = name == AlgorithmName.Hmac ? HashOf(realm, name, arguments[2]) : null;
        var length = name == AlgorithmName.Hmac ? LengthOf(realm, arguments[2]) : null;
        var extractable = TypeConverter.ToBoolean(arguments[3]);
        var usages = RequireUsages(realm, name, KeyUsageNames.Read(realm, arguments[4]));
        byte[] secret;
        if (format == "jwk")
        {
            var jwk = JsonWebKey.Read(realm, arguments[1]);
            jwk.Require("oct", name == AlgorithmName.Hmac ? "sig" : "enc", extractable, usages);
            secret = jwk.Bytes(jwk.K, "k");
            jwk.RequireAlg(Alg(name, hash, secret.Length));
        }
        else
        {
            var bytes = BufferSource.Bytes(realm, arguments[1], "The key data");
            secret = bytes.Length <= MaxKeyBytes ? bytes.ToArray() : throw DomExceptions.New(realm, "DataError", "The key is too long.");
        }

        var bits = secret.Length * 8;
        if (name == AlgorithmName.AesGcm)
        {
            return bits is 128 or 192 or 256
                ? new JsCryptoKey(realm, new SecretAlgorithm(name, null, bits), secret, extractable, usages)
                : throw DomExceptions.New(realm, "DataError", $"An AES key of {bits} bits; it must have 128, 192 or 256.");
        }

        if (bits == 0 || length > bits || length <= bits - 8)
        {
            throw DomExceptions.New(realm, "DataError", "The length of the key is zero or does not fit its data.");
        }

        return new JsCryptoKey(realm, new SecretAlgorithm(name, hash, length ?? bits), Trim(secret, length ?? bits), extractable, usages);
    }

    public static JsValue Generate(WorkerRealm realm, JsValue[] arguments)
    {
        var name = AlgorithmName.Require(realm, arguments[0], "generateKey", AlgorithmName.Hmac, AlgorithmName.AesGcm);
        var hash = name == AlgorithmName.Hmac ? HashOf(realm, name, arguments[0]) : null;
        var length = LengthOf(realm, arguments[0]);
        var usages = RequireUsages(realm, name, KeyUsageNames.Read(realm, arguments[2]));
        if (name == AlgorithmName.AesGcm && length is not (128 or 192 or 256))
        {
            throw DomExceptions.New(realm, "OperationError", "An AES key must have 128, 192 or 256 bits.");
        }

        var bits = length ?? Digests.BlockBits(hash!);
        if (bits is 0 or > MaxKeyBytes * 8)
        {
            throw DomExceptions.New(realm, "OperationError", $"An HMAC key must have 1 to {MaxKeyBytes * 8} bits.");
        }

        var secret = new byte[(bits + 7) / 8];
        RandomSource.Fill(realm, secret);
        return new JsCryptoKey(realm, new SecretAlgorithm(name, hash, bits), Trim(secret, bits), TypeConverter.ToBoolean(arguments[1]), usages);
    }

    public static JsValue Export(WorkerRealm realm, JsValue[] arguments)
    {
        var format = Format(realm, arguments[0]);
        if (arguments[1] is not JsCryptoKey key)
        {
            throw realm.TypeError("Failed to execute 'exportKey' on 'SubtleCrypto': parameter 2 is not a CryptoKey.");
        }

        if (!key.Extractable)
        {
            throw DomExceptions.New(realm, "InvalidAccessError", "The key is not extractable.");
        }

        if (key.Algorithm is not SecretAlgorithm)
        {
            return PublicKeys.Export(realm, key, format);
        }

        RequireSecretFormat(realm, format);
        if (format == "raw")
        {
            return BufferSource.NewArrayBuffer(realm, [.. key.Material]);
        }

        var alg = Alg(key.Algorithm.Name, key.Algorithm.Hash, key.Material.Length);
        return JsonWebKey.Write(realm, key, ("kty", "oct"), ("alg", alg), ("k", Base64Url.EncodeToString(key.Material)));
    }

    /// <summary>Clears the bits of the last byte that are not part of the key.</summary>
    private static byte[] Trim(byte[] secret, int bits)
    {
        secret[^1] &= (byte)(0xff << ((8 - (bits % 8)) % 8));
        return secret;
    }

    private static string Format(WorkerRealm realm, JsValue value) => WebIdl.ToDomString(realm, value) switch
    {
        var format and ("raw" or "jwk" or "pkcs8" or "spki") => format,
        _ => throw realm.TypeError("The key format must be 'raw', 'pkcs8', 'spki' or 'jwk'."),
    };

    private static void RequireSecretFormat(WorkerRealm realm, string format)
    {
        if (format is "pkcs8" or "spki")
        {
            throw DomExceptions.New(realm, "NotSupportedError", "Secret keys have the formats 'raw' and 'jwk'.");
        }
    }

    /// <summary>"HS256", "A128GCM", ....</summary>
    private static string Alg(string name, string? hash, int keyBytes) =>
        name == AlgorithmName.Hmac ? $"HS{hash![4..]}" : $"A{keyBytes * 8}GCM";

    /// <summary>The hash in an algorithm's parameters.</summary>
    public static string HashOf(WorkerRealm realm, string name, JsValue algorithm)
    {
        var hash = algorithm is ObjectInstance o ? o.Get("hash") : JsValue.Undefined;
        if (hash.IsUndefined())
        {
            throw realm.TypeError($"The algorithm {name} needs a hash.");
        }

        var hashName = AlgorithmName.Hash(realm, hash);
        return hashName == "MD5" ? throw AlgorithmName.NotSupported(realm, hashName, name) : hashName;
    }

    private static int? LengthOf(WorkerRealm realm, JsValue algorithm)
    {
        var length = algorithm is ObjectInstance o ? o.Get("length") : JsValue.Undefined;
        return length.IsUndefined() ? null : (int)WebIdl.ToIntegerInRange(realm, length, 0, int.MaxValue, "The key length");
    }

    private static KeyUsages RequireUsages(WorkerRealm realm, string name, KeyUsages usages)
    {
        var allowed = name == AlgorithmName.Hmac ? HmacUsages : AesUsages;
        return (usages & ~allowed) == KeyUsages.None && usages != KeyUsages.None
            ? usages
            : throw DomExceptions.New(realm, "SyntaxError", $"A key of {name} cannot have these usages, or has none.");
    }
}
