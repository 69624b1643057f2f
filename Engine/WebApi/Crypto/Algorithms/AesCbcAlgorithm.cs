using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#aes-cbc-operations</summary>
internal sealed class AesCbcAlgorithm() : AesAlgorithm("CBC", CryptoOperations.Encrypt | CryptoOperations.Decrypt, CipherUsages)
{
    private const int BlockBytes = 16;

    private static readonly ParameterMember[] Parameters = [ParameterMember.Iv];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.Encrypt or CryptoOperations.Decrypt ? Parameters : base.Members(operation);

    public override byte[] Encrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        using var aes = Cipher(host, key, parameters, data);
        var result = host.Allocate((data.Length / BlockBytes * (long)BlockBytes) + BlockBytes);
        aes.EncryptCbc(data, parameters.Iv, result);
        return result;
    }

    public override byte[] Decrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        using var aes = Cipher(host, key, parameters, data);
        if (data.Length == 0 || data.Length % BlockBytes != 0)
        {
            throw CryptoException.OperationError($"Data of {data.Length} bytes; it must be whole blocks of {BlockBytes}.");
        }

        // Twice, since the length is known only when it is done.
        host.Scope.Limits.ChargeAllocation(2L * data.Length);
        try
        {
            return aes.DecryptCbc(data, parameters.Iv);
        }
        catch (CryptographicException)
        {
            throw CryptoException.OperationError("The data could not be decrypted.");
        }
    }

    private static Aes Cipher(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        if (parameters.Iv.Length != BlockBytes)
        {
            throw CryptoException.OperationError($"An iv of {parameters.Iv.Length} bytes; it must have {BlockBytes}.");
        }

        host.ChargeBytes(data.Length);
        var aes = Aes.Create();
        aes.Key = key.Secret.Bytes;
        return aes;
    }
}
