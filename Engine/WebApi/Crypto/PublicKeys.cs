using System.Buffers.Text;
using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>
/// Public keys of RSASSA-PKCS1-v1_5 and ECDSA, and the signatures they verify
/// (https://w3c.github.io/webcrypto/#rsassa-pkcs1-operations, #ecdsa-operations). Private keys are refused.
/// </summary>
internal static class PublicKeys
{
    private const int MaxKeyBytes = 4096;
    private const int MaxRsaBits = 8192;
    private const int MaxExponentBytes = 5;

    public static JsValue Import(WorkerRealm realm, string name, string format, JsValue[] arguments)
    {
        var hash = name == AlgorithmName.RsaPkcs1 ? SecretKeys.HashOf(realm, name, arguments[2]) : null;
        var curve = hash is null ? CurveOf(realm, arguments[2]) : null;
        var extractable = TypeConverter.ToBoolean(arguments[3]);
        var usages = KeyUsageNames.Read(realm, arguments[4]);
        var jwk = format == "jwk" ? JsonWebKey.Read(realm, arguments[1]) : null;
        if (format == "pkcs8" || jwk is { IsPrivate: true })
        {
            throw DomExceptions.New(realm, "NotSupportedError", $"Private keys of {name} are not supported.");
        }

        if ((usages & ~KeyUsages.Verify) != KeyUsages.None)
        {
            throw DomExceptions.New(realm, "SyntaxError", $"A public key of {name} can only verify.");
        }

        jwk?.Require(curve is null ? "RSA" : "EC", "sig", extractable, usages);
        var bytes = jwk is null ? Bytes(realm, arguments[1]) : [];
        return curve is null
            ? NewRsa(realm, name, hash!, jwk is null ? RsaParts(realm, format, bytes) : RsaParts(jwk, hash!), extractable, usages)
            : NewEc(realm, name, curve, jwk is null ? Point(realm, curve, format, bytes) : Point(jwk, curve), extractable, usages);
    }

    public static JsValue Export(WorkerRealm realm, JsCryptoKey key, string format)
    {
        if (key.Algorithm is RsaAlgorithm rsa)
        {
            return format switch
            {
                "jwk" => WriteRsa(),
                "spki" => BufferSource.NewArrayBuffer(realm, ExportRsa()),
                _ => throw DomExceptions.New(realm, "NotSupportedError", "Public RSA keys have the formats 'spki' and 'jwk'."),
            };
        }

        var curve = ((EcAlgorithm)key.Algorithm).Curve;
        return format switch
        {
            "jwk" => WriteEc(),
            "raw" => BufferSource.NewArrayBuffer(realm, [.. key.Material]),
            "spki" => BufferSource.NewArrayBuffer(realm, [.. curve.Header, .. key.Material.AsSpan(1)]),
            _ => throw DomExceptions.New(realm, "NotSupportedError", "Public keys of ECDSA have the formats 'raw', 'spki' and 'jwk'."),
        };

        byte[] ExportRsa()
        {
            using var platform = RSA.Create(new RSAParameters { Modulus = key.Material, Exponent = rsa.Exponent });
            return platform.ExportSubjectPublicKeyInfo();
        }

        JsObject WriteRsa() => JsonWebKey.Write(
            realm,
            key,
            ("kty", "RSA"),
            ("alg", $"RS{rsa.Hash![4..]}"),
            ("n", Base64Url.EncodeToString(key.Material)),
            ("e", Base64Url.EncodeToString(rsa.Exponent)));

        JsObject WriteEc() => JsonWebKey.Write(
            realm,
            key,
            ("kty", "EC"),
            ("crv", curve.Name),
            ("x", Base64Url.EncodeToString(key.Material.AsSpan(1, curve.Bytes))),
            ("y", Base64Url.EncodeToString(key.Material.AsSpan(1 + curve.Bytes))));
    }

    public static bool Verify(WorkerRealm realm, JsCryptoKey key, JsValue algorithm, JsValue signatureValue, JsValue dataValue)
    {
        var hash = new HashAlgorithmName((key.Algorithm.Hash ?? SecretKeys.HashOf(realm, key.Algorithm.Name, algorithm)).Replace("-", "", StringComparison.Ordinal));
        var signature = BufferSource.Bytes(realm, signatureValue, "The signature").Span;
        var data = BufferSource.Bytes(realm, dataValue, "The data").Span;
        SubtleLimits.Charge(realm, data.Length);
        if (key.Algorithm is RsaAlgorithm rsa)
        {
            ChargeRsa(realm, rsa.Bits);
            using var platform = RSA.Create(new RSAParameters { Modulus = key.Material, Exponent = rsa.Exponent });
            try
            {
                return platform.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
            }
            catch (CryptographicException)
            {
                // A key that is no product of primes, or too short for the hash, has no signatures.
                return false;
            }
        }

        var curve = ((EcAlgorithm)key.Algorithm).Curve;
        realm.Host.Scope.Limits.ChargeFuel(2L * curve.Fuel);
        using var point = ECDsa.Create(curve.Parameters(key.Material));
        return point.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static JsCryptoKey NewRsa(
        WorkerRealm realm, string name, string hash, (byte[] Modulus, byte[] Exponent) parts, bool extractable, KeyUsages usages)
    {
        var modulus = parts.Modulus.AsSpan().TrimStart((byte)0).ToArray();
        var exponent = parts.Exponent.AsSpan().TrimStart((byte)0).ToArray();
        var bits = modulus.Length == 0 ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);
        // The platform takes longer for more, up to seconds.
        if (bits is < 256 or > MaxRsaBits || exponent.Length > MaxExponentBytes || exponent is [] or [1] || (exponent[^1] & modulus[^1] & 1) == 0)
        {
            throw DomExceptions.New(realm, "DataError", $"An RSA key must have an odd modulus of 256 to {MaxRsaBits} bits and an odd exponent from 3 of at most {MaxExponentBytes} bytes.");
        }

        ChargeRsa(realm, bits);
        return Checked(
            realm,
            () => RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent }).Dispose(),
            new JsCryptoKey(realm, new RsaAlgorithm(name, hash, bits, exponent), modulus, extractable, usages));
    }

    private static JsCryptoKey NewEc(WorkerRealm realm, string name, NamedCurve curve, byte[] point, bool extractable, KeyUsages usages)
    {
        realm.Host.Scope.Limits.ChargeFuel(curve.Fuel);
        return Checked(
            realm,
            () => ECDsa.Create(curve.Parameters(point)).Dispose(),
            new JsCryptoKey(realm, new EcAlgorithm(name, curve), point, extractable, usages));
    }

    /// <summary>The key, when the platform takes it: a point must be on its curve.</summary>
    private static JsCryptoKey Checked(WorkerRealm realm, Action tryOut, JsCryptoKey key)
    {
        try
        {
            tryOut();
            return key;
        }
        catch (CryptographicException)
        {
            throw DomExceptions.New(realm, "DataError", "The key data is not a valid key.");
        }
    }

    private static (byte[] Modulus, byte[] Exponent) RsaParts(JsonWebKey jwk, string hash)
    {
        jwk.RequireAlg($"RS{hash[4..]}");
        return (jwk.Bytes(jwk.N, "n"), jwk.Bytes(jwk.E, "e"));
    }

    private static (byte[] Modulus, byte[] Exponent) RsaParts(WorkerRealm realm, string format, byte[] bytes)
    {
        RequireFormat(realm, format, "spki");
        try
        {
            using var platform = RSA.Create();
            platform.ImportSubjectPublicKeyInfo(bytes, out var read);
            var parameters = platform.ExportParameters(false);
            return read == bytes.Length ? (parameters.Modulus!, parameters.Exponent!) : throw new CryptographicException();
        }
        catch (CryptographicException)
        {
            throw DomExceptions.New(realm, "DataError", "The key data is not the SubjectPublicKeyInfo of an RSA key.");
        }
    }

    private static byte[] Point(JsonWebKey jwk, NamedCurve curve)
    {
        jwk.RequireAlg(curve.Alg);
        byte[] point = [4, .. jwk.Bytes(jwk.X, "x"), .. jwk.Bytes(jwk.Y, "y")];
        return jwk.Curve == curve.Name && jwk.Bytes(jwk.X, "x").Length == curve.Bytes && point.Length == 1 + (2 * curve.Bytes)
            ? point
            : throw jwk.Misfit($"it needs crv '{curve.Name}' and coordinates of {curve.Bytes} bytes.");
    }

    private static byte[] Point(WorkerRealm realm, NamedCurve curve, string format, byte[] bytes)
    {
        RequireFormat(realm, format, "raw", "spki");
        var start = format == "raw" ? 1 : curve.Header.Length;
        var isWhole = bytes.Length == start + (2 * curve.Bytes) && (format == "raw" ? bytes[0] == 4 : bytes.AsSpan().StartsWith(curve.Header));
        return isWhole
            ? bytes[(start - 1)..]
            : throw DomExceptions.New(realm, "DataError", $"The key data is not an uncompressed point of {curve.Name} as '{format}'.");
    }

    private static byte[] Bytes(WorkerRealm realm, JsValue value)
    {
        var bytes = BufferSource.Bytes(realm, value, "The key data");
        return bytes.Length <= MaxKeyBytes ? bytes.ToArray() : throw DomExceptions.New(realm, "DataError", "The key is too long.");
    }

    private static void RequireFormat(WorkerRealm realm, string format, params ReadOnlySpan<string> supported)
    {
        if (!supported.Contains(format))
        {
            throw DomExceptions.New(realm, "NotSupportedError", $"Public keys of this algorithm do not have the format '{format}'.");
        }
    }

    private static NamedCurve CurveOf(WorkerRealm realm, JsValue algorithm)
    {
        var value = algorithm is ObjectInstance o ? o.Get("namedCurve") : JsValue.Undefined;
        if (value.IsUndefined())
        {
            throw realm.TypeError("The algorithm ECDSA needs a namedCurve.");
        }

        return NamedCurve.Find(WebIdl.ToDomString(realm, value))
            ?? throw DomExceptions.New(realm, "NotSupportedError", "The namedCurve must be 'P-256', 'P-384' or 'P-521'.");
    }

    // A multiplication of two numbers of n words takes n * n steps, and an exponent of 65537 some seventeen of them.
    private static void ChargeRsa(WorkerRealm realm, int bits) => realm.Host.Scope.Limits.ChargeFuel((long)bits * bits / 16_384);
}
