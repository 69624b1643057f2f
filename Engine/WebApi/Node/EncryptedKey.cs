using System.Formats.Asn1;
using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>EncryptedPrivateKeyInfo (RFC 5958, 3) by PBES2 with PBKDF2 and AES-CBC (RFC 8018, 6.2), which is what OpenSSL writes.</summary>
internal static class EncryptedKey
{
    /// <summary>The name of the exception for a key that needs a passphrase: the code of Node.js.</summary>
    public const string MissingPassphrase = "ERR_MISSING_PASSPHRASE";

    /// <summary>The name of the exception for a passphrase that is not the key's.</summary>
    public const string BadDecrypt = "ERR_OSSL_BAD_DECRYPT";

    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacSha1 = "1.2.840.113549.2.7";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string AesPrefix = "2.16.840.1.101.3.4.1.";
    private const int SaltBytes = 16;

    // What OpenSSL does, and the most that is done for who wrote another number into a key.
    private const int Iterations = 2048;
    private const int MaxIterations = 10_000_000;

    /// <summary>The PrivateKeyInfo.</summary>
    public static byte[] Decrypt(IRealmHost host, ReadOnlyMemory<byte> data, byte[]? passphrase)
    {
        if (passphrase is null)
        {
            throw new CryptoException(MissingPassphrase, "Passphrase required for encrypted key");
        }

        var (salt, iterations, hash, keyBytes, iv, encrypted) = KeyEnvelope.Read(data, "EncryptedPrivateKeyInfo", ReadParts);
        using var aes = NewAes(host, passphrase, salt, iterations, hash, keyBytes);
        host.ChargeBytes(encrypted.Length);
        try
        {
            return aes.DecryptCbc(encrypted, iv);
        }
        catch (CryptographicException)
        {
            throw new CryptoException(BadDecrypt, "error:1C800064:Provider routines::bad decrypt");
        }
    }

    /// <summary>Encrypts a PrivateKeyInfo.</summary>
    /// <param name="host">The isolate.</param>
    /// <param name="pkcs8">The key.</param>
    /// <param name="keyBytes">The length of the key of AES.</param>
    /// <param name="passphrase">The passphrase.</param>
    public static byte[] Encrypt(IRealmHost host, byte[] pkcs8, int keyBytes, byte[] passphrase)
    {
        byte[] salt = new byte[SaltBytes], iv = new byte[NodeCipher.AesBlockBytes];
        host.FillRandom(salt);
        host.FillRandom(iv);
        using var aes = NewAes(host, passphrase, salt, Iterations, HashAlgorithmName.SHA256, keyBytes);
        host.ChargeBytes(pkcs8.Length);
        var encrypted = aes.EncryptCbc(pkcs8, iv);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Pbes2);
                using (writer.PushSequence())
                {
                    WriteDerivation(writer, salt);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(CipherOid(keyBytes));
                        writer.WriteOctetString(iv);
                    }
                }
            }

            writer.WriteOctetString(encrypted);
        }

        return writer.Encode();
    }

    private static void WriteDerivation(AsnWriter writer, byte[] salt)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pbkdf2);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(salt);
                writer.WriteInteger(Iterations);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(HmacSha256);
                    writer.WriteNull();
                }
            }
        }
    }

    private static (byte[] Salt, int Iterations, HashAlgorithmName Hash, int KeyBytes, byte[] Iv, byte[] Encrypted) ReadParts(AsnReader sequence)
    {
        var algorithm = sequence.ReadSequence();
        var encrypted = sequence.ReadOctetString();
        Require(algorithm, Pbes2);
        var parts = algorithm.ReadSequence();
        var derivation = parts.ReadSequence();
        var cipher = parts.ReadSequence();
        Require(derivation, Pbkdf2);
        var parameters = derivation.ReadSequence();
        var salt = parameters.ReadOctetString();
        if (!parameters.TryReadInt32(out var iterations) || iterations is < 1 or > MaxIterations)
        {
            throw CryptoException.DataError($"The key's number of iterations is not one from 1 to {MaxIterations}.");
        }

        if (parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            parameters.ReadInteger();
        }

        var hash = parameters.HasData ? HashOf(parameters.ReadSequence().ReadObjectIdentifier()) : HashAlgorithmName.SHA1;
        var cipherOid = cipher.ReadObjectIdentifier();
        var keyBytes = Array.Find([16, 24, 32], bytes => CipherOid(bytes) == cipherOid);
        var iv = cipher.ReadOctetString();
        return keyBytes != 0 && iv.Length == NodeCipher.AesBlockBytes ? (salt, iterations, hash, keyBytes, iv, encrypted) : throw Unsupported(cipherOid);
    }

    // The last numbers of the three lengths in CBC.
    private static string CipherOid(int keyBytes) => AesPrefix + (keyBytes switch
    {
        16 => "2",
        24 => "22",
        _ => "42",
    });

    private static HashAlgorithmName HashOf(string oid) => oid switch
    {
        HmacSha1 => HashAlgorithmName.SHA1,
        HmacSha256 => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => throw Unsupported(oid),
    };

    private static void Require(AsnReader reader, string oid)
    {
        if (reader.ReadObjectIdentifier() is var actual && actual != oid)
        {
            throw Unsupported(actual);
        }
    }

    private static CryptoException Unsupported(string oid) =>
        CryptoException.DataError($"The key is encrypted by {oid}; what is read is PBES2 with PBKDF2 and AES-CBC.");

    private static Aes NewAes(IRealmHost host, byte[] passphrase, byte[] salt, int iterations, HashAlgorithmName hash, int keyBytes)
    {
        // Before the work: who cannot pay for all of it does not begin.
        host.ChargeBytes(passphrase.Length + salt.Length);
        host.ChargeFuel(iterations * 16L);
        var aes = Aes.Create();
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, hash, keyBytes);
        return aes;
    }
}
