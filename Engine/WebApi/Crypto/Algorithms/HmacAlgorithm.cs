using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#hmac-operations</summary>
internal sealed class HmacAlgorithm() : SecretAlgorithm(
    "HMAC",
    CryptoOperations.Sign | CryptoOperations.Verify | CryptoOperations.GenerateKey | CryptoOperations.ImportKey | CryptoOperations.ExportKey | CryptoOperations.GetKeyLength)
{
    private const KeyUsages Allowed = KeyUsages.Sign | KeyUsages.Verify;

    private static readonly ParameterMember[] KeyMembers = [ParameterMember.Hash, ParameterMember.HmacLength];

    protected override string Use => "sig";

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.Sign or CryptoOperations.Verify ? [] : KeyMembers;

    public override byte[] Sign(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        host.ChargeBytes((long)data.Length + key.Secret.Bytes.Length);
        return Digests.Hmac(key.Algorithm.Hash!, key.Secret.Bytes, data);
    }

    public override bool Verify(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data) =>
        CryptographicOperations.FixedTimeEquals(Sign(host, key, parameters, data), signature);

    public override CryptoJob<GeneratedKeys> GenerateKey(IRealmHost host, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        RequireUsages(usages, Allowed);
        var bits = parameters.Length ?? Digests.BlockBits(parameters.Hash);
        if (bits is 0 or > MaxSecretBytes * 8)
        {
            throw CryptoException.OperationError($"A length of {bits}; an HMAC key must have 1 to {MaxSecretBytes * 8} bits.");
        }

        RequireSome(usages);
        var bytes = host.Allocate((bits + 7) / 8);
        host.ChargeBytes(bytes.Length);
        host.FillRandom(bytes);
        return new(0, () => new GeneratedKeys(NewKey(bytes, bits, parameters.Hash, extractable, usages)));
    }

    public override KeyHandle ImportKey(
        IRealmHost host, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        RequireUsages(usages, Allowed);
        var bytes = ReadSecret(host, format, data, jwk, parameters.Hash, extractable, usages);
        var bits = bytes.Length * 8;
        var length = parameters.Length ?? bits;
        if (bits == 0 || length > bits || length <= bits - 8)
        {
            throw CryptoException.DataError($"The key has {bits} bits, which must be more than 0 and fit the length.");
        }

        return NewKey(bytes, length, parameters.Hash, extractable, usages);
    }

    public override long? GetKeyLength(AlgorithmParameters parameters) => parameters.Length switch
    {
        null => Digests.BlockBits(parameters.Hash),
        0 => throw new CryptoException("TypeError", "The length of an HMAC key must not be 0."),
        var length => length,
    };

    protected override string Alg(string? hash, int keyBytes) => "HS" + hash![4..];

    private KeyHandle NewKey(byte[] bytes, int bits, string hash, bool extractable, KeyUsages usages)
    {
        // The bits of the last byte that are not part of the key are zero.
        bytes[^1] &= (byte)(0xff << ((8 - (bits % 8)) % 8));
        return new(KeyType.Secret, new(Name) { Hash = hash, Length = bits }, new SecretMaterial(bytes), extractable, usages);
    }
}
