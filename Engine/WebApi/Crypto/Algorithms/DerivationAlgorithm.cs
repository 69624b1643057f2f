using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>Keys that only derive others: their bytes come in and do not go out.</summary>
internal abstract class DerivationAlgorithm(string name) : SecretAlgorithm(
    name, CryptoOperations.DeriveBits | CryptoOperations.ImportKey | CryptoOperations.GetKeyLength)
{
    protected override string Use => "";

    public override KeyHandle ImportKey(
        IRealmHost host, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        if (format != KeyFormat.Raw)
        {
            throw UnsupportedFormat(format);
        }

        RequireUsages(usages, KeyUsages.DeriveBits | KeyUsages.DeriveKey);
        return extractable
            ? throw CryptoException.SyntaxError($"A key of {Name} must not be extractable.")
            : new(KeyType.Secret, new(Name), new SecretMaterial(CopySecret(host, data)), false, usages);
    }

    public override long? GetKeyLength(AlgorithmParameters parameters) => null;

    protected override string Alg(string? hash, int keyBytes) => "";

    /// <summary>How many bytes are derived.</summary>
    protected int CheckLength(long? length, long maxBytes)
    {
        if (length is not { } bits || bits % 8 != 0)
        {
            throw CryptoException.OperationError($"A length of {(length is null ? "null" : $"{length} bits")}; {Name} derives whole bytes.");
        }

        return bits / 8 <= maxBytes
            ? (int)(bits / 8)
            : throw CryptoException.OperationError($"A length of {bits} bits; {Name} derives at most {maxBytes * 8} here.");
    }
}
