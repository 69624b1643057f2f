using System.Security.Cryptography;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>What the keys of <c>node:crypto</c> do natively: reading, writing, comparing, generating.</summary>
internal static class NodeKeys
{
    private const int MaxSecretBytes = 1 << 20;

    // What OpenSSL takes.
    private const int MaxPassphraseBytes = 1024;

    public static IEnumerable<(string Name, int Length, Func<WorkerRealm, JsValue[], JsValue> Body)> Functions =>
    [
        ("secretKey", 1, static (realm, a) => Secret(realm, a.At(0))),
        ("readKey", 5, Read),
        ("writeKey", 5, Write),
        ("readJwk", 2, ReadJwk),
        ("writeJwk", 1, static (realm, a) => JsonWebKeyConversion.ToObject(realm, ToJwk(realm, KeyOf(realm, a.At(0))))),
        ("secretBytes", 1, static (realm, a) => Copy(realm, ((SecretMaterial)KeyOf(realm, a.At(0), KeyType.Secret).Material).Bytes)),
        ("publicKey", 1, static (realm, a) => new JsNodeKey(realm, KeyOf(realm, a.At(0), KeyType.Private).Public())),
        ("equalKeys", 2, static (realm, a) => AreEqual(realm, KeyOf(realm, a.At(0)), KeyOf(realm, a.At(1)))),
        ("generateKeys", 2, Generate),
        ("generateKeysAsync", 2, GenerateBeside),
        ("ecKey", 3, EcKey),
        ("ecPoint", 2, EcPoint),
        ("ecScalar", 1, static (realm, a) => Copy(realm, KeyOf(realm, a.At(0), KeyType.Private, "ec").Ec.Scalar!)),
        ("ecCurve", 1, static (realm, a) => CurveOf(realm, a.At(0)).Name.Replace("-", "", StringComparison.Ordinal)),
        ("isKey", 1, static (_, a) => a.At(0) is JsNodeKey),
        ("isCryptoKey", 1, static (_, a) => a.At(0) is JsCryptoKey),
        ("fromCryptoKey", 1, static (realm, a) => a.At(0) is JsCryptoKey key
            ? new JsNodeKey(realm, NodeKey.Of(key.Key))
            : throw NodeErrors.ArgumentType(realm, "key", "an instance of CryptoKey", a.At(0))),
        ("toCryptoKey", 4, ToCryptoKey),
    ];

    /// <summary>
    /// The key of a handle. The modules of this assembly give the right ones, unless a script replaced what their JavaScript uses: so the
    /// kind is looked at.
    /// </summary>
    public static NodeKey KeyOf(WorkerRealm realm, JsValue value, KeyType? type = null, string? kind = null) =>
        value is JsNodeKey handle && (type ?? handle.Key.Type) == handle.Key.Type && (kind ?? handle.Key.Kind) == handle.Key.Kind
            ? handle.Key
            : throw realm.TypeError("The handle is not one of such a key.");

    /// <summary>Does what may refuse its input, and gives the errors codes of Node.js.</summary>
    public static T Run<T>(WorkerRealm realm, Func<T> body, string code = "ERR_CRYPTO_OPERATION_FAILED")
    {
        try
        {
            return body();
        }
        catch (CryptoException e)
        {
            throw e.Name switch
            {
                EncryptedKey.MissingPassphrase => NodeErrors.Type(realm, e.Name, e.Message),
                EncryptedKey.BadDecrypt => NodeErrors.Plain(realm, e.Name, e.Message),
                "DataError" when code == "ERR_OSSL_UNSUPPORTED" => NodeErrors.Plain(realm, code, "error:1E08010C:DECODER routines::unsupported"),
                _ => NodeErrors.Plain(realm, code, e.Message),
            };
        }
    }

    /// <summary>The bytes of an argument, copied when they are not too many.</summary>
    public static byte[] CopyOf(WorkerRealm realm, JsValue value, string name, int most)
    {
        var bytes = NodeBuffer.BytesOf(realm, value, JsValue.Undefined, name);
        if (bytes.Length > most)
        {
            throw NodeErrors.OutOfRange(realm, name + ".byteLength", $"<= {most}", NodeErrors.Number(bytes.Length));
        }

        realm.ChargeInput(bytes.Length, 1);
        return bytes.ToArray();
    }

    private static JsNodeKey Secret(WorkerRealm realm, JsValue value) =>
        new(realm, new NodeKey(KeyType.Secret, "", new SecretMaterial(CopyOf(realm, value, "key", MaxSecretBytes))));

    // (data, form: "pem" or one of DER, isPrivate, passphrase)
    private static JsNodeKey Read(WorkerRealm realm, JsValue[] a)
    {
        var form = a.At(1).ToString();
        var isPrivate = TypeConverter.ToBoolean(a.At(2));
        var passphrase = a.At(3).IsUndefined() || a.At(3).IsNull() ? null : CopyOf(realm, a.At(3), "passphrase", MaxPassphraseBytes);
        var key = Run(realm, () =>
        {
            if (form != "pem")
            {
                return KeyFile.ReadDer(realm.Host, CopyOf(realm, a.At(0), "key", KeyEnvelope.MaxBytes), form, isPrivate, passphrase);
            }

            var text = a.At(0) is JsString given ? given.ToString() : Text(realm, NodeBuffer.BytesOf(realm, a.At(0), JsValue.Undefined, "key"));
            realm.ChargeInput(text.Length, 2);
            return KeyFile.ReadPem(realm.Host, text, isPrivate, passphrase);
        }, "ERR_OSSL_UNSUPPORTED");
        return new(realm, isPrivate || key.Type == KeyType.Public ? key : key.Public());
    }

    private static string Text(WorkerRealm realm, Memory<byte> bytes)
    {
        realm.ChargeInput(bytes.Length, 2);
        return Encoding.Latin1.GetString(bytes.Span);
    }

    // (handle, form, isPem, the length of AES' key or undefined, passphrase)
    private static JsValue Write(WorkerRealm realm, JsValue[] a)
    {
        var key = KeyOf(realm, a.At(0));
        var form = a.At(1).ToString();
        if (!KeyFile.HasForm(key, form))
        {
            throw realm.TypeError("The key does not have this form.");
        }

        realm.Host.ChargeBytes(KeyEnvelope.MaxBytes);
        realm.Host.Scope.Limits.ChargeAllocation(4 * KeyEnvelope.MaxBytes);
        var label = KeyFile.Label(key, form);
        var der = KeyFile.WriteDer(key, form);
        if (a.At(3).IsNumber())
        {
            RandomSource.RequireRequest(realm);
            if (form != "pkcs8" || a[3].AsNumber() is not (16 or 24 or 32))
            {
                throw realm.TypeError("Only PrivateKeyInfo is encrypted, by AES with a key of 16, 24 or 32 bytes.");
            }

            label = "ENCRYPTED PRIVATE KEY";
            der = EncryptedKey.Encrypt(realm.Host, der, (int)a[3].AsNumber(), CopyOf(realm, a.At(4), "passphrase", MaxPassphraseBytes));
        }

        JsValue pem = PemEncoding.WriteString(label, der) + "\n";
        return TypeConverter.ToBoolean(a.At(2)) ? pem : NodeBuffer.Wrap(realm, der);
    }

    private static JsNodeKey ReadJwk(WorkerRealm realm, JsValue[] a)
    {
        var jwk = a.At(0) is ObjectInstance dictionary
            ? JsonWebKeyConversion.Read(realm, dictionary)
            : throw NodeErrors.ArgumentType(realm, "key.key", "of type object", a.At(0));
        var key = Run(realm, () =>
        {
            realm.Host.ChargeFuel(400);
            switch (jwk["kty"])
            {
                case "RSA":
                    return NodeKey.Of(RsaKeyCodec.Read(jwk));
                case "EC" when NamedCurve.Find(jwk["crv"] ?? "") is { } curve:
                    realm.Host.ChargeFuel(curve.Fuel);
                    return NodeKey.Of(EcKeyCodec.Read(curve, jwk));
                case "OKP" when jwk["crv"] == "Ed25519":
                    realm.Host.ChargeFuel(1_000);
                    return NodeKey.Of("ed25519", NodeKey.Ed25519.Read(jwk));
                case "OKP" when jwk["crv"] == "X25519":
                    realm.Host.ChargeFuel(1_000);
                    return NodeKey.Of("x25519", NodeKey.X25519.Read(jwk));
                default:
                    throw CryptoException.DataError("Invalid JWK data");
            }
        }, "ERR_CRYPTO_INVALID_JWK");
        var isPrivate = TypeConverter.ToBoolean(a.At(1));
        return isPrivate && key.Type != KeyType.Private
            ? throw NodeErrors.Plain(realm, "ERR_CRYPTO_INVALID_JWK", "The JSON Web Key is not a private key")
            : new JsNodeKey(realm, isPrivate || key.Type == KeyType.Public ? key : key.Public());
    }

    private static JsonWebKey ToJwk(WorkerRealm realm, NodeKey key)
    {
        if (key.Type == KeyType.Secret)
        {
            throw realm.TypeError("The handle is not one of such a key.");
        }

        realm.Host.ChargeBytes(KeyEnvelope.MaxBytes);
        realm.Host.Scope.Limits.ChargeAllocation(4 * KeyEnvelope.MaxBytes);
        var jwk = new JsonWebKey { ["kty"] = key.Kind == "rsa" ? "RSA" : key.Kind == "ec" ? "EC" : "OKP" };
        switch (key.Material)
        {
            case RsaMaterial rsa:
                RsaKeyCodec.Write(rsa, jwk);
                break;
            case EcMaterial ec:
                EcKeyCodec.Write(ec, jwk);
                break;
            default:
                KeyFile.Codec(key).Write(key.Okp, jwk);
                break;
        }

        return jwk;
    }

    private static bool AreEqual(WorkerRealm realm, NodeKey left, NodeKey right)
    {
        if (left.Type != right.Type || left.Kind != right.Kind)
        {
            return false;
        }

        if (left.Material is SecretMaterial secret)
        {
            realm.Host.ChargeBytes(secret.Bytes.Length);
            return CryptographicOperations.FixedTimeEquals(secret.Bytes, ((SecretMaterial)right.Material).Bytes);
        }

        realm.Host.ChargeBytes(2 * KeyEnvelope.MaxBytes);
        var form = left.Type == KeyType.Public ? "spki" : "pkcs8";
        return CryptographicOperations.FixedTimeEquals(KeyFile.WriteDer(left, form), KeyFile.WriteDer(right, form));
    }

    private static CryptoJob<GeneratedKeys> Job(WorkerRealm realm, JsValue[] a)
    {
        RandomSource.RequireRequest(realm);
        var parameters = new AlgorithmParameters { Hash = "SHA-256", PublicExponent = [1, 0, 1] };
        var (name, usages) = a.At(0).ToString() switch
        {
            "rsa" => ("RSASSA-PKCS1-v1_5", KeyUsages.Sign | KeyUsages.Verify),
            "ec" => ("ECDSA", KeyUsages.Sign | KeyUsages.Verify),
            "ed25519" => ("Ed25519", KeyUsages.Sign | KeyUsages.Verify),
            _ => ("X25519", KeyUsages.DeriveBits),
        };
        if (name == "ECDSA")
        {
            parameters.NamedCurve = CurveOf(realm, a.At(1)).Name;
        }
        else if (a.At(1).IsNumber())
        {
            parameters.ModulusLength = (long)a[1].AsNumber();
        }

        return Run(realm, () => AlgorithmRegistry.Get(name).GenerateKey(realm.Host, parameters, true, usages));
    }

    // (kind, the length of the modulus or the name of the curve): [public, private]
    private static JsArray Generate(WorkerRealm realm, JsValue[] a)
    {
        var job = Job(realm, a);
        realm.Host.ChargeFuel(job.Fuel);
        return Pair(realm, job.Run());
    }

    private static JsValue GenerateBeside(WorkerRealm realm, JsValue[] a) => CryptoPromise.Run(realm, Job(realm, a), keys => Pair(realm, keys));

    private static JsArray Pair(WorkerRealm realm, GeneratedKeys keys) => realm.NewArray(
        new JsNodeKey(realm, NodeKey.Of(keys.PublicKey!)),
        new JsNodeKey(realm, NodeKey.Of(keys.Key)));

    private static NamedCurve CurveOf(WorkerRealm realm, JsValue name) => NodeKey.FindCurve(name.ToString())
        ?? throw NodeErrors.Type(realm, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name");

    // (curve, bytes, isPrivate): a key of a point, or of a scalar.
    private static JsValue EcKey(WorkerRealm realm, JsValue[] a)
    {
        var curve = CurveOf(realm, a.At(0));
        realm.Host.ChargeFuel(curve.Fuel);
        if (a.At(1).IsUndefined())
        {
            return JsValue.Undefined;
        }

        var bytes = CopyOf(realm, a.At(1), "key", KeyEnvelope.MaxBytes);
        var isPrivate = TypeConverter.ToBoolean(a.At(2));
        try
        {
            return new JsNodeKey(realm, NodeKey.Of(isPrivate ? EcKeyCodec.ReadScalar(curve, bytes) : EcKeyCodec.ReadPoint(curve, bytes)));
        }
        catch (CryptoException)
        {
            throw isPrivate
                ? NodeErrors.Range(realm, "ERR_CRYPTO_INVALID_KEYTYPE", "Private key is not valid for specified curve.")
                : NodeErrors.Plain(realm, "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY", "Public key is not valid for specified curve");
        }
    }

    // (handle, isCompressed)
    private static JsTypedArray EcPoint(WorkerRealm realm, JsValue[] a)
    {
        var key = KeyOf(realm, a.At(0), kind: "ec").Ec;
        var (point, bytes) = (key.Point, key.Curve.Bytes);
        return Copy(realm, TypeConverter.ToBoolean(a.At(1)) ? [(byte)(2 + (point[^1] & 1)), .. point.AsSpan(1, bytes)] : point);
    }

    // (handle, algorithm, extractable, usages)
    private static JsCryptoKey ToCryptoKey(WorkerRealm realm, JsValue[] a)
    {
        var key = KeyOf(realm, a.At(0));
        var identifier = AlgorithmNormalizer.Convert(realm, a.At(1));
        var extractable = TypeConverter.ToBoolean(a.At(2));
        var usages = SubtleArguments.UsagesOf(realm, a.At(3));
        try
        {
            var (algorithm, parameters) = AlgorithmNormalizer.Normalize(realm, identifier, CryptoOperations.ImportKey);
            var (format, data) = key.Type switch
            {
                KeyType.Secret => (KeyFormat.Raw, ((SecretMaterial)key.Material).Bytes),
                KeyType.Public => (KeyFormat.Spki, KeyFile.WriteDer(key, "spki")),
                _ => (KeyFormat.Pkcs8, KeyFile.WriteDer(key, "pkcs8")),
            };
            return new JsCryptoKey(realm, algorithm.ImportKey(realm.Host, format, data, null, parameters, extractable, usages));
        }
        catch (CryptoException e)
        {
            throw e.ToJavaScript(realm);
        }
    }

    private static JsTypedArray Copy(WorkerRealm realm, byte[] bytes)
    {
        realm.ChargeInput(bytes.Length, 1);
        return NodeBuffer.Wrap(realm, [.. bytes]);
    }
}
