using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>The keys of RSA with all its paddings (https://w3c.github.io/webcrypto/#rsassa-pkcs1-operations and those after it).</summary>
/// <param name="name">The registered name.</param>
/// <param name="use">What a JSON Web Key calls the use of its keys.</param>
/// <param name="operations">Beside those on keys.</param>
/// <param name="publicUsages">What public keys may be used for.</param>
/// <param name="privateUsages">What private keys may be used for.</param>
internal abstract class RsaAlgorithm(string name, string use, CryptoOperations operations, KeyUsages publicUsages, KeyUsages privateUsages) : CryptoAlgorithm(
    name, operations | CryptoOperations.GenerateKey | CryptoOperations.ImportKey | CryptoOperations.ExportKey)
{
    private const int MinGeneratedBits = 1024;
    private const int ReadFuel = 400;

    // 65537, the only one that the platform generates keys for.
    private static readonly byte[] GeneratedExponent = [1, 0, 1];
    private static readonly ParameterMember[] GenerateMembers = [ParameterMember.ModulusLength, ParameterMember.PublicExponent, ParameterMember.Hash];
    private static readonly ParameterMember[] ImportMembers = [ParameterMember.Hash];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) => operation switch
    {
        CryptoOperations.GenerateKey => GenerateMembers,
        CryptoOperations.ImportKey => ImportMembers,
        _ => [],
    };

    public override CryptoJob<GeneratedKeys> GenerateKey(IRealmHost host, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        RequireUsages(usages, publicUsages | privateUsages);
        var bits = parameters.ModulusLength;
        if (bits is < MinGeneratedBits or > RsaKeyCodec.MaxPrivateBits || bits % 8 != 0)
        {
            throw CryptoException.OperationError($"A modulusLength of {bits}; it must be a multiple of 8 from {MinGeneratedBits} to {RsaKeyCodec.MaxPrivateBits}.");
        }

        if (!parameters.PublicExponent.AsSpan().TrimStart((byte)0).SequenceEqual(GeneratedExponent))
        {
            throw CryptoException.OperationError("The publicExponent must be 65537, which is new Uint8Array([1, 0, 1]).");
        }

        RequireSome(usages & privateUsages);
        return new(GenerationFuel(bits), () =>
        {
            using var platform = RSA.Create((int)bits);
            var both = RsaKeyCodec.FromPlatform(platform.ExportParameters(true));
            return new(
                NewKey(both, parameters.Hash, extractable, usages & privateUsages),
                NewKey(new(both.Modulus, both.Exponent, null), parameters.Hash, true, usages & publicUsages));
        });
    }

    public override KeyHandle ImportKey(
        IRealmHost host, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        var isPrivate = format == KeyFormat.Pkcs8 || jwk is { IsPrivate: true };
        if (format == KeyFormat.Raw)
        {
            throw UnsupportedFormat(format);
        }

        RequireUsages(usages, isPrivate ? privateUsages : publicUsages, isPrivate ? "private key" : "public key");
        host.ChargeFuel(ReadFuel);
        if (jwk is null)
        {
            return NewKey(isPrivate ? RsaKeyCodec.ReadPrivate(data) : RsaKeyCodec.ReadPublic(data), parameters.Hash, extractable, usages);
        }

        jwk.Require("RSA", use, extractable, usages);
        jwk.RequireAlg(Alg(parameters.Hash));
        return NewKey(RsaKeyCodec.Read(jwk), parameters.Hash, extractable, usages);
    }

    public override byte[] ExportKey(IRealmHost host, KeyHandle key, KeyFormat format)
    {
        host.ChargeFuel(ReadFuel);
        switch (format)
        {
            case KeyFormat.Spki:
                key.Require(KeyType.Public);
                return RsaKeyCodec.WritePublic(key.Rsa);
            case KeyFormat.Pkcs8:
                key.Require(KeyType.Private);
                return RsaKeyCodec.WritePrivate(key.Rsa);
            default:
                throw UnsupportedFormat(format);
        }
    }

    public override JsonWebKey ExportJwk(KeyHandle key)
    {
        var jwk = JsonWebKey.For(key, "RSA");
        jwk["alg"] = Alg(key.Algorithm.Hash!);
        RsaKeyCodec.Write(key.Rsa, jwk);
        return jwk;
    }

    /// <summary>What a JSON Web Key calls the algorithm with a hash.</summary>
    protected abstract string Alg(string hash);

    /// <summary>The platform's object of a key; an OperationError or what <paramref name="otherwise"/> says when it does not take it.</summary>
    protected static T WithPlatform<T>(KeyHandle key, Func<RSA, T> run, Func<T>? otherwise = null)
    {
        try
        {
            using var platform = RSA.Create(RsaKeyCodec.ToPlatform(key.Rsa));
            return run(platform);
        }
        catch (CryptographicException)
        {
            // The key is no product of primes, or too short for its hash; or what is decrypted was encrypted with another one.
            return otherwise is null ? throw CryptoException.OperationError("The operation failed: key, hash, length and data must fit each other.") : otherwise();
        }
    }

    // A multiplication of two numbers of n words takes n * n steps, and an exponent of 65537 some seventeen of them.
    internal static long PublicFuel(KeyHandle key) => 600 + ((long)key.Rsa.Bits * key.Rsa.Bits / 32_768);

    // Here the exponent is as long as the modulus.
    protected static long PrivateFuel(KeyHandle key) => 2_000 + Cube(key.Rsa.Bits);

    /// <summary>What an operation costs that is not the platform's.</summary>
    protected static long RawPublicFuel(KeyHandle key) => 1_000 + ((long)key.Rsa.Bits * key.Rsa.Bits / 4_096);

    /// <summary>What an operation costs that is not the platform's.</summary>
    protected static long RawPrivateFuel(KeyHandle key) => 20_000 + (10 * Cube(key.Rsa.Bits));

    // As many attempts as the modulus has bits, more or less, and each a private operation.
    private static long GenerationFuel(long bits) => 200 * Cube(bits);

    private static long Cube(long bits) => bits * bits * bits / 2_097_152;

    private KeyHandle NewKey(RsaMaterial material, string hash, bool extractable, KeyUsages usages) => new(
        material.Private is null ? KeyType.Public : KeyType.Private,
        new(Name) { Length = material.Bits, PublicExponent = material.Exponent, Hash = hash },
        material,
        extractable,
        usages);
}
