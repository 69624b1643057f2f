using System.Numerics;
using System.Security.Cryptography;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Primitives;

/// <summary>
/// RSA on numbers (RFC 8017, 5.1 and 5.2), for the paddings that .NET does not have. Private operations are blinded: what takes time
/// is a power of a random number.
/// </summary>
internal static class RawRsa
{
    /// <summary>The block to the power of the public exponent.</summary>
    /// <returns><see langword="null"/> when the block is no number below the modulus.</returns>
    public static byte[]? Public(RsaMaterial key, ReadOnlySpan<byte> block)
    {
        var modulus = Number(key.Modulus);
        var number = Number(block);
        return number < modulus ? Bytes(BigInteger.ModPow(number, Number(key.Exponent), modulus), key.Modulus.Length) : null;
    }

    /// <summary>The block to the power of the private exponent, by the Chinese remainder theorem.</summary>
    /// <returns><see langword="null"/> when the block is no number below the modulus, or the numbers of the key are not those of RSA.</returns>
    public static byte[]? Private(RsaMaterial key, ReadOnlySpan<byte> block)
    {
        var own = key.Private!;
        var (modulus, exponent, prime1, prime2) = (Number(key.Modulus), Number(key.Exponent), Number(own.Prime1), Number(own.Prime2));
        var number = Number(block);
        var blinding = Number(RandomNumberGenerator.GetBytes(key.Modulus.Length)) % modulus;
        if (number >= modulus || Inverse(blinding, modulus) is not { } unblinding)
        {
            return null;
        }

        var blinded = number * BigInteger.ModPow(blinding, exponent, modulus) % modulus;
        var part1 = BigInteger.ModPow(blinded % prime1, Number(own.Exponent1), prime1);
        var part2 = BigInteger.ModPow(blinded % prime2, Number(own.Exponent2), prime2);
        var difference = (part1 - part2) * Number(own.Coefficient) % prime1;
        var result = part2 + (prime2 * (difference.Sign < 0 ? difference + prime1 : difference));
        // A result that is wrong modulo one of the primes would give the other one away.
        return BigInteger.ModPow(result, exponent, modulus) == blinded ? Bytes(result * unblinding % modulus, key.Modulus.Length) : null;
    }

    // The extended algorithm of Euclid.
    private static BigInteger? Inverse(BigInteger number, BigInteger modulus)
    {
        var (rest, next) = (modulus, number);
        var (factor, nextFactor) = (BigInteger.Zero, BigInteger.One);
        while (!next.IsZero)
        {
            var quotient = BigInteger.DivRem(rest, next, out var remainder);
            (rest, next) = (next, remainder);
            (factor, nextFactor) = (nextFactor, factor - (quotient * nextFactor));
        }

        return !rest.IsOne ? null : factor.Sign < 0 ? factor + modulus : factor;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int length)
    {
        var result = new byte[length];
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(result, length - bytes.Length);
        return result;
    }
}
