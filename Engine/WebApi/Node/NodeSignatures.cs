using System.Formats.Asn1;
using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>Signatures, RSA encryption and key agreement of <c>node:crypto</c>, by the algorithms of Web Cryptography.</summary>
internal static class NodeSignatures
{
    private const int Pkcs1Padding = 1;
    private const int PssPadding = 6;
    private const int SaltAsDigest = -1;

    // What stands around the two numbers of a signature.
    private const int MaxDerOverhead = 16;

    // More fits no key.
    private const int MaxMessageBytes = 1 << 16;

    public static IEnumerable<(string Name, int Length, Func<WorkerRealm, JsValue[], JsValue> Body)> Functions =>
    [
        ("sign", 6, static (realm, a) => NodeBuffer.Wrap(realm, NodeKeys.Run(realm, () => Sign(realm, a)))),
        ("verify", 7, static (realm, a) => NodeKeys.Run(realm, () => Verify(realm, a))),
        ("signatureHash", 1, static (realm, a) => Hash(a.At(0).ToString()) ?? JsValue.Undefined),
        ("encrypt", 5, static (realm, a) => NodeBuffer.Wrap(realm, Encrypt(realm, a))),
        ("decrypt", 4, static (realm, a) => NodeBuffer.Wrap(realm, NodeKeys.Run(realm, () => Decrypt(realm, a), "ERR_OSSL_RSA_OAEP_DECODING_ERROR"))),
        ("agree", 2, static (realm, a) => NodeBuffer.Wrap(realm, NodeKeys.Run(realm, () => Agree(realm, a)))),
    ];

    /// <summary>A hash by OpenSSL's name as Web Cryptography has it, if it can be signed.</summary>
    private static string? Hash(string name)
    {
        var lower = name.Length > 20 ? "" : name.ToLowerInvariant();
        return (lower.StartsWith("rsa-", StringComparison.Ordinal) ? lower[4..] : lower) switch
        {
            "md5" => Digests.Md5,
            "sha1" or "sha-1" => "SHA-1",
            "sha256" or "sha-256" => "SHA-256",
            "sha384" or "sha-384" => "SHA-384",
            "sha512" or "sha-512" => "SHA-512",
            _ => null,
        };
    }

    // (handle, hash, data, padding, saltLength, isP1363)
    private static byte[] Sign(WorkerRealm realm, JsValue[] a)
    {
        var key = NodeKeys.KeyOf(realm, a.At(0));
        var data = NodeBuffer.BytesOf(realm, a.At(2), JsValue.Undefined, "data").Span;
        var (algorithm, handle, parameters) = Prepare(key, a, isSigning: true);
        var signature = algorithm.Sign(realm.Host, handle, parameters, data);
        return key.Kind == "ec" && !TypeConverter.ToBoolean(a.At(5)) ? ToDer(signature) : signature;
    }

    // (handle, hash, data, padding, saltLength, isP1363, signature)
    private static bool Verify(WorkerRealm realm, JsValue[] a)
    {
        var key = NodeKeys.KeyOf(realm, a.At(0));
        var data = NodeBuffer.BytesOf(realm, a.At(2), JsValue.Undefined, "data").Span;
        ReadOnlySpan<byte> signature = NodeBuffer.BytesOf(realm, a.At(6), JsValue.Undefined, "signature").Span;
        var (algorithm, handle, parameters) = Prepare(key, a, isSigning: false);
        if (key.Kind == "ec" && !TypeConverter.ToBoolean(a.At(5)))
        {
            if (FromDer(signature, key.Ec.Curve.Bytes) is not { } flat)
            {
                return false;
            }

            signature = flat;
        }

        return algorithm.Verify(realm.Host, handle, parameters, signature, data);
    }

    private static (CryptoAlgorithm Algorithm, KeyHandle Key, AlgorithmParameters Parameters) Prepare(NodeKey key, JsValue[] a, bool isSigning)
    {
        var hash = a.At(1).ToString();
        var parameters = new AlgorithmParameters { Hash = hash };
        var name = key.Kind switch
        {
            "rsa" when Integer(a.At(3), Pkcs1Padding) == PssPadding => "RSA-PSS",
            "rsa" => "RSASSA-PKCS1-v1_5",
            "ec" => "ECDSA",
            "ed25519" => "Ed25519",
            _ => throw CryptoException.OperationError($"Keys of the kind '{key.Kind}' do not sign; those of rsa, ec and ed25519 do."),
        };
        if (name == "RSA-PSS")
        {
            // The most that fits, or any that is found, unless a length is given.
            var longest = ((key.Rsa.Bits + 6) / 8) - Digests.Bytes(hash) - 2;
            parameters.SaltLength = Integer(a.At(4), int.MinValue) switch
            {
                SaltAsDigest => Digests.Bytes(hash),
                < 0 when isSigning => Math.Max(0, longest),
                < 0 => RsaPssAlgorithm.AnySalt,
                var length => length,
            };
        }

        return (AlgorithmRegistry.Get(name), key.As(name, key.Kind == "rsa" ? hash : null), parameters);
    }

    // (handle, data, padding, hash, label)
    private static byte[] Encrypt(WorkerRealm realm, JsValue[] a)
    {
        var key = NodeKeys.KeyOf(realm, a.At(0));
        var data = NodeKeys.CopyOf(realm, a.At(1), "buffer", MaxMessageBytes);
        const string code = "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE";
        if (Integer(a.At(2), 0) != Pkcs1Padding || key.Kind != "rsa")
        {
            return NodeKeys.Run(realm, () => Oaep(key, a).Encrypt(realm.Host, key.As("RSA-OAEP", a.At(3).ToString()), Label(realm, a.At(4)), data), code);
        }

        if (data.Length > key.Rsa.Modulus.Length - 11)
        {
            throw NodeErrors.Plain(realm, code, "error:0200006E:rsa routines::data too large for key size");
        }

        realm.Host.ChargeFuel(RsaAlgorithm.PublicFuel(key.As("RSA-OAEP")));
        using var platform = RSA.Create(RsaKeyCodec.ToPlatform(key.Rsa));
        return platform.Encrypt(data, RSAEncryptionPadding.Pkcs1);
    }

    // (handle, data, hash, label)
    private static byte[] Decrypt(WorkerRealm realm, JsValue[] a)
    {
        var key = NodeKeys.KeyOf(realm, a.At(0));
        var data = NodeBuffer.BytesOf(realm, a.At(1), JsValue.Undefined, "buffer").Span;
        return Oaep(key, a).Decrypt(realm.Host, key.As("RSA-OAEP", a.At(2).ToString()), Label(realm, a.At(3)), data);
    }

    private static CryptoAlgorithm Oaep(NodeKey key, JsValue[] a) => key.Kind == "rsa"
        ? AlgorithmRegistry.Get("RSA-OAEP")
        : throw CryptoException.OperationError($"A key of {key.Kind}; only RSA keys encrypt.");

    private static AlgorithmParameters Label(WorkerRealm realm, JsValue label) =>
        new() { Label = label.IsUndefined() ? null : NodeKeys.CopyOf(realm, label, "oaepLabel", MaxMessageBytes) };

    // (private, public)
    private static byte[] Agree(WorkerRealm realm, JsValue[] a)
    {
        var own = NodeKeys.KeyOf(realm, a.At(0), KeyType.Private);
        var other = NodeKeys.KeyOf(realm, a.At(1), KeyType.Public, own.Kind);
        var name = own.Kind switch
        {
            "ec" => "ECDH",
            "x25519" => "X25519",
            _ => throw CryptoException.OperationError($"Keys of {own.Kind} agree on nothing; those of ec and x25519 do."),
        };
        return AlgorithmRegistry.Get(name).DeriveBits(realm.Host, own.As(name), new AlgorithmParameters { PublicKey = other.As(name) }, null).Run();
    }

    private static int Integer(JsValue value, int otherwise) =>
        value.IsNumber() && value.AsNumber() is >= int.MinValue and <= int.MaxValue and var number ? (int)number : otherwise;

    private static byte[] ToDer(ReadOnlySpan<byte> flat)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Trimmed(flat[..(flat.Length / 2)]));
            writer.WriteIntegerUnsigned(Trimmed(flat[(flat.Length / 2)..]));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> number) => number.TrimStart((byte)0) is { IsEmpty: false } trimmed ? trimmed : [0];

    /// <returns><see langword="null"/> when it is none of the length.</returns>
    private static byte[]? FromDer(ReadOnlySpan<byte> signature, int bytes)
    {
        if (signature.Length > (2 * bytes) + MaxDerOverhead)
        {
            return null;
        }

        try
        {
            var reader = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var result = new byte[2 * bytes];
            for (var i = 1; i <= 2; i++)
            {
                var number = sequence.ReadIntegerBytes().Span;
                var trimmed = number.TrimStart((byte)0);
                if ((number[0] & 0x80) != 0 || trimmed.Length > bytes)
                {
                    return null;
                }

                trimmed.CopyTo(result.AsSpan((i * bytes) - trimmed.Length));
            }

            sequence.ThrowIfNotEmpty();
            return result;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
