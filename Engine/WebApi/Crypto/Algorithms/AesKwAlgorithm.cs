using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#aes-kw-operations: its encryption is only for wrapping keys.</summary>
internal sealed class AesKwAlgorithm() : AesAlgorithm("KW", CryptoOperations.WrapKey | CryptoOperations.UnwrapKey, KeyUsages.WrapKey | KeyUsages.UnwrapKey)
{
    // Six times a block for each eight bytes, one after the other.
    private const int UnitsPerHalf = 6;

    public override byte[] Encrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        if (data.Length % AesKeyWrap.HalfBytes != 0 || data.Length < 2 * AesKeyWrap.HalfBytes)
        {
            throw CryptoException.OperationError($"A key of {data.Length} bytes; AES-KW wraps multiples of 8 from 16.");
        }

        Charge(host, data.Length);
        return AesKeyWrap.Wrap(key.Secret.Bytes, data);
    }

    public override byte[] Decrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        if (data.Length % AesKeyWrap.HalfBytes != 0 || data.Length < 3 * AesKeyWrap.HalfBytes)
        {
            throw CryptoException.OperationError($"A wrapped key of {data.Length} bytes; AES-KW unwraps multiples of 8 from 24.");
        }

        Charge(host, data.Length);
        return AesKeyWrap.Unwrap(key.Secret.Bytes, data) ?? throw CryptoException.OperationError("The key could not be unwrapped: it was changed, or wrapped with another one.");
    }

    private static void Charge(IRealmHost host, long bytes)
    {
        host.ChargeBytes(0);
        host.ChargeFuel(bytes / AesKeyWrap.HalfBytes * UnitsPerHalf);
        host.Scope.Limits.ChargeAllocation(2 * bytes);
    }
}
