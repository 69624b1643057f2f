using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#aes-ctr-operations</summary>
internal sealed class AesCtrAlgorithm() : AesAlgorithm("CTR", CryptoOperations.Encrypt | CryptoOperations.Decrypt, CipherUsages)
{
    private static readonly ParameterMember[] Parameters = [ParameterMember.Counter, ParameterMember.CounterLength];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.Encrypt or CryptoOperations.Decrypt ? Parameters : base.Members(operation);

    public override byte[] Encrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        if (parameters.Counter.Length != CounterMode.BlockBytes)
        {
            throw CryptoException.OperationError($"A counter of {parameters.Counter.Length} bytes; it must have {CounterMode.BlockBytes}.");
        }

        if (parameters.Length is not (>= 1 and <= 128))
        {
            throw CryptoException.OperationError($"A counter length of {parameters.Length}; it must be from 1 to 128.");
        }

        // A counter block that comes again would give the difference of two plain texts.
        var blocks = (data.Length + CounterMode.BlockBytes - 1L) / CounterMode.BlockBytes;
        if (parameters.Length < 31 && blocks > 1L << parameters.Length)
        {
            throw CryptoException.OperationError($"{blocks} blocks are more than {parameters.Length} bits can count.");
        }

        host.ChargeBytes(data.Length);
        var result = host.Allocate(data.Length);
        using var aes = Aes.Create();
        aes.Key = key.Secret.Bytes;
        CounterMode.Apply(aes, parameters.Counter, parameters.Length.Value, data, result);
        return result;
    }

    public override byte[] Decrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data) =>
        Encrypt(host, key, parameters, data);
}
