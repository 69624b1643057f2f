using System.Formats.Asn1;
using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>
/// Keys as files have them: PEM (RFC 7468) and DER of SubjectPublicKeyInfo, PrivateKeyInfo, RSAPublicKey and RSAPrivateKey (RFC 8017, A.1),
/// ECPrivateKey (RFC 5915), and the public key of a certificate (RFC 5280, 4.1). What is none is a <see cref="CryptoException"/>.
/// </summary>
internal static class KeyFile
{
    /// <summary>The longest text that is looked through.</summary>
    public const int MaxText = 65_536;

    private const int MaxLabel = 40;
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string EcOid = "1.2.840.10045.2.1";

    private static readonly byte[] NoParameters = [5, 0];
    private static readonly Asn1Tag EcParameters = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag EcPublicKey = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag CertificateVersion = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The first key in a text of PEM; a private one too where a public one is wanted.</summary>
    /// <param name="host">The isolate.</param>
    /// <param name="text">The text.</param>
    /// <param name="isPrivate">Whether it must be a private one.</param>
    /// <param name="passphrase">That of an encrypted key.</param>
    public static NodeKey ReadPem(IRealmHost host, ReadOnlySpan<char> text, bool isPrivate, byte[]? passphrase)
    {
        if (text.Length > MaxText)
        {
            throw CryptoException.DataError($"A key of {text.Length} characters; at most {MaxText} are read.");
        }

        while (TryReadBlock(ref text, out var label, out var content))
        {
            string? form = label switch
            {
                "PRIVATE KEY" => "pkcs8",
                "ENCRYPTED PRIVATE KEY" => "encrypted",
                "RSA PRIVATE KEY" => "pkcs1",
                "EC PRIVATE KEY" => "sec1",
                "PUBLIC KEY" when !isPrivate => "spki",
                "RSA PUBLIC KEY" when !isPrivate => "pkcs1",
                "CERTIFICATE" when !isPrivate => "certificate",
                _ => null,
            };
            if (form is not null)
            {
                return ReadDer(host, Decode(content), form, label is not ("PUBLIC KEY" or "RSA PUBLIC KEY"), passphrase);
            }
        }

        throw CryptoException.DataError("The text has no PEM block of a key.");
    }

    /// <summary>A key in DER.</summary>
    /// <param name="host">The isolate.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="form">"pkcs1", "pkcs8", "sec1", "spki", "encrypted" or "certificate".</param>
    /// <param name="isPrivate">Which of the two forms that "pkcs1" has.</param>
    /// <param name="passphrase">That of an encrypted key.</param>
    public static NodeKey ReadDer(IRealmHost host, ReadOnlyMemory<byte> data, string form, bool isPrivate, byte[]? passphrase)
    {
        host.ChargeFuel(400);
        switch (form)
        {
            case "spki":
                return ReadPublic(host, data);
            case "pkcs8":
                return ReadPrivate(host, data);
            case "pkcs1":
                var envelope = new KeyEnvelope(RsaOid, NoParameters, data);
                return NodeKey.Of(isPrivate ? RsaKeyCodec.ReadPrivate(envelope.WritePrivate()) : RsaKeyCodec.ReadPublic(envelope.WritePublic()));
            case "sec1":
                return ReadPrivate(host, new KeyEnvelope(EcOid, CurveOf(data), data).WritePrivate());
            case "encrypted":
                return ReadPrivate(host, EncryptedKey.Decrypt(host, data, passphrase));
            default:
                return ReadPublic(host, PublicKeyOf(data));
        }
    }

    /// <summary>Whether a key can be written so.</summary>
    public static bool HasForm(NodeKey key, string form) => form switch
    {
        "spki" => key.Type == KeyType.Public,
        "pkcs8" => key.Type == KeyType.Private,
        "pkcs1" => key.Kind == "rsa",
        "sec1" => key is { Kind: "ec", Type: KeyType.Private },
        _ => false,
    };

    /// <summary>The DER of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="form">"pkcs1", "pkcs8", "sec1" or "spki", which must fit the key.</param>
    public static byte[] WriteDer(NodeKey key, string form) => form switch
    {
        "spki" => key.Material switch
        {
            RsaMaterial rsa => RsaKeyCodec.WritePublic(rsa),
            EcMaterial ec => EcKeyCodec.WritePublic(ec),
            _ => Codec(key).WritePublic(key.Okp),
        },
        "pkcs8" => key.Material switch
        {
            RsaMaterial rsa => RsaKeyCodec.WritePrivate(rsa),
            EcMaterial ec => EcKeyCodec.WritePrivate(ec),
            _ => Codec(key).WritePrivate(key.Okp),
        },
        "pkcs1" => key.Type == KeyType.Public
            ? KeyEnvelope.ReadPublic(RsaKeyCodec.WritePublic(key.Rsa)).Key.ToArray()
            : KeyEnvelope.ReadPrivate(RsaKeyCodec.WritePrivate(key.Rsa)).Key.ToArray(),
        _ => WriteSec1(key.Ec),
    };

    /// <summary>What stands around the DER of a form in PEM.</summary>
    public static string Label(NodeKey key, string form) => form switch
    {
        "spki" => "PUBLIC KEY",
        "pkcs8" => "PRIVATE KEY",
        "pkcs1" => key.Type == KeyType.Public ? "RSA PUBLIC KEY" : "RSA PRIVATE KEY",
        _ => "EC PRIVATE KEY",
    };

    public static OkpKeyCodec Codec(NodeKey key) => key.Kind == "ed25519" ? NodeKey.Ed25519 : NodeKey.X25519;

    private static NodeKey ReadPublic(IRealmHost host, ReadOnlyMemory<byte> spki)
    {
        var envelope = KeyEnvelope.ReadPublic(spki);
        switch (envelope.Oid)
        {
            case RsaOid:
                return NodeKey.Of(RsaKeyCodec.ReadPublic(spki));
            case EcOid:
                var curve = CurveOf(envelope);
                host.ChargeFuel(curve.Fuel);
                return NodeKey.Of(EcKeyCodec.ReadPublic(curve, spki));
            case "1.3.101.112":
                return NodeKey.Of("ed25519", NodeKey.Ed25519.ReadPublic(spki));
            case "1.3.101.110":
                return NodeKey.Of("x25519", NodeKey.X25519.ReadPublic(spki));
            default:
                throw Unknown(envelope.Oid);
        }
    }

    private static NodeKey ReadPrivate(IRealmHost host, ReadOnlyMemory<byte> pkcs8)
    {
        var envelope = KeyEnvelope.ReadPrivate(pkcs8);
        switch (envelope.Oid)
        {
            case RsaOid:
                return NodeKey.Of(RsaKeyCodec.ReadPrivate(pkcs8));
            case EcOid:
                var curve = CurveOf(envelope);
                host.ChargeFuel(curve.Fuel);
                return NodeKey.Of(EcKeyCodec.ReadPrivate(curve, pkcs8));
            case "1.3.101.112":
                host.ChargeFuel(1_000);
                return NodeKey.Of("ed25519", NodeKey.Ed25519.ReadPrivate(pkcs8));
            case "1.3.101.110":
                host.ChargeFuel(1_000);
                return NodeKey.Of("x25519", NodeKey.X25519.ReadPrivate(pkcs8));
            default:
                throw Unknown(envelope.Oid);
        }
    }

    private static CryptoException Unknown(string oid) =>
        CryptoException.DataError($"The key is of algorithm {oid}; there are RSA, EC (P-256, P-384, P-521), Ed25519 and X25519.");

    private static NamedCurve CurveOf(KeyEnvelope envelope)
    {
        try
        {
            var oid = AsnDecoder.ReadObjectIdentifier(envelope.Parameters.Span, AsnEncodingRules.DER, out _);
            return NamedCurve.FindOid(oid) ?? throw CryptoException.DataError($"The key is of curve {oid}; there are P-256, P-384 and P-521.");
        }
        catch (AsnContentException)
        {
            throw CryptoException.DataError("The key names no curve.");
        }
    }

    // The encoded name of the curve inside an ECPrivateKey.
    private static ReadOnlyMemory<byte> CurveOf(ReadOnlyMemory<byte> sec1) => KeyEnvelope.Read(sec1, "ECPrivateKey", static sequence =>
    {
        sequence.ReadInteger();
        sequence.ReadOctetString();
        return sequence.ReadSequence(EcParameters).ReadEncodedValue();
    });

    private static byte[] WriteSec1(EcMaterial key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(key.Scalar);
            using (writer.PushSequence(EcParameters))
            {
                writer.WriteObjectIdentifier(key.Curve.Oid);
            }

            using (writer.PushSequence(EcPublicKey))
            {
                writer.WriteBitString(key.Point);
            }
        }

        return writer.Encode();
    }

    private static ReadOnlyMemory<byte> PublicKeyOf(ReadOnlyMemory<byte> certificate) => KeyEnvelope.Read(certificate, "certificate", static sequence =>
    {
        var signed = sequence.ReadSequence();
        if (signed.PeekTag() == CertificateVersion)
        {
            signed.ReadEncodedValue();
        }

        // Serial number, signature, issuer, validity, subject.
        for (var i = 0; i < 5; i++)
        {
            signed.ReadEncodedValue();
        }

        return signed.ReadEncodedValue();
    });

    // From one mark to the next, so that no text is looked through twice.
    private static bool TryReadBlock(ref ReadOnlySpan<char> text, out string label, out ReadOnlySpan<char> content)
    {
        const string begin = "-----BEGIN ";
        const string dashes = "-----";
        label = "";
        content = default;
        var start = text.IndexOf(begin);
        if (start < 0)
        {
            return false;
        }

        text = text[(start + begin.Length)..];
        var length = text.IndexOf(dashes);
        if (length is < 0 or > MaxLabel)
        {
            return false;
        }

        label = text[..length].ToString();
        text = text[(length + dashes.Length)..];
        var end = text.IndexOf($"-----END {label}-----");
        if (end < 0)
        {
            return false;
        }

        content = text[..end];
        text = text[end..];
        return true;
    }

    private static byte[] Decode(ReadOnlySpan<char> content)
    {
        var bytes = new byte[(content.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(content, bytes, out var written)
            ? bytes[..written]
            : throw CryptoException.DataError("The PEM block is not in base64 (headers, as of old encrypted keys, are not read).");
    }
}
