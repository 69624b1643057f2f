using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Primitives;

/// <summary>
/// The paddings of RSA (RFC 8017) that .NET does not have: PSS with a salt that is not as long as the hash, OAEP with a label. Private
/// keys are blinded. Some ten times slower than the platform.
/// </summary>
internal static class PaddedRsa
{
    /// <summary>A PSS signature.</summary>
    /// <returns><see langword="null"/> when the key is too short for hash and salt.</returns>
    public static byte[]? SignPss(RsaMaterial key, string hash, int saltBytes, ReadOnlySpan<byte> data)
    {
        var signer = NewPss(hash, saltBytes);
        try
        {
            signer.Init(true, new ParametersWithRandom(PrivateKey(key), Random()));
            signer.BlockUpdate(data);
            return signer.GenerateSignature();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return null;
        }
    }

    public static bool VerifyPss(RsaMaterial key, string hash, int saltBytes, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data)
    {
        var signer = NewPss(hash, saltBytes);
        try
        {
            signer.Init(false, PublicKey(key));
            signer.BlockUpdate(data);
            return signer.VerifySignature(signature.ToArray());
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return false;
        }
    }

    /// <summary>Encrypts a message.</summary>
    /// <returns><see langword="null"/> when it does not fit the key.</returns>
    public static byte[]? EncryptOaep(RsaMaterial key, string hash, byte[] label, ReadOnlySpan<byte> message)
    {
        var oaep = new OaepEncoding(new RsaBlindedEngine(), NewDigest(hash), NewDigest(hash), label);
        try
        {
            oaep.Init(true, new ParametersWithRandom(PublicKey(key), Random()));
            return oaep.ProcessBlock(message.ToArray(), 0, message.Length);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return null;
        }
    }

    /// <summary>Decrypts a message as long as the modulus.</summary>
    /// <returns><see langword="null"/> when it was not encrypted with this key, hash and label.</returns>
    public static byte[]? DecryptOaep(RsaMaterial key, string hash, byte[] label, ReadOnlySpan<byte> message)
    {
        var oaep = new OaepEncoding(new RsaBlindedEngine(), NewDigest(hash), NewDigest(hash), label);
        try
        {
            oaep.Init(false, new ParametersWithRandom(PrivateKey(key), Random()));
            return oaep.ProcessBlock(message.ToArray(), 0, message.Length);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return null;
        }
    }

    // Of keys that are too short, or no product of two primes, and of data that is not what it should be.
    private static bool IsRefusal(Exception e) => e is Org.BouncyCastle.Crypto.CryptoException or ArgumentException or ArithmeticException or InvalidOperationException;

    private static PssSigner NewPss(string hash, int saltBytes) => new(new RsaBlindedEngine(), NewDigest(hash), NewDigest(hash), saltBytes);

    private static IDigest NewDigest(string hash) => hash switch
    {
        "SHA-1" => new Sha1Digest(),
        "SHA-256" => new Sha256Digest(),
        "SHA-384" => new Sha384Digest(),
        _ => new Sha512Digest(),
    };

    private static SecureRandom Random() => new(new CryptoApiRandomGenerator());

    private static RsaKeyParameters PublicKey(RsaMaterial key) => new(false, Number(key.Modulus), Number(key.Exponent));

    private static RsaPrivateCrtKeyParameters PrivateKey(RsaMaterial key)
    {
        var own = key.Private!;
        return new(
            Number(key.Modulus), Number(key.Exponent), Number(own.Exponent), Number(own.Prime1), Number(own.Prime2), Number(own.Exponent1), Number(own.Exponent2), Number(own.Coefficient));
    }

    private static BigInteger Number(byte[] bytes) => new(1, bytes);
}
