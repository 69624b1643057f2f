using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#aes-gcm-operations</summary>
internal sealed class AesGcmAlgorithm() : AesAlgorithm("GCM", CryptoOperations.Encrypt | CryptoOperations.Decrypt, CipherUsages)
{
    // What is not the platform's goes bit by bit: a unit of fuel for each byte.
    private const int SlowFactor = 36;

    private static readonly ParameterMember[] Parameters = [ParameterMember.AdditionalData, ParameterMember.Iv, ParameterMember.TagLength];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.Encrypt or CryptoOperations.Decrypt ? Parameters : base.Members(operation);

    public override byte[] Encrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        var tagBytes = TagBytes(parameters);
        Charge(host, parameters, data.Length, tagBytes);
        var result = host.Allocate((long)data.Length + tagBytes);
        GaloisMode.Encrypt(key.Secret.Bytes, parameters.Iv, parameters.AdditionalData, data, result.AsSpan(0, data.Length), result.AsSpan(data.Length));
        return result;
    }

    public override byte[] Decrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        var tagBytes = TagBytes(parameters);
        var length = data.Length - tagBytes;
        if (length < 0)
        {
            throw CryptoException.OperationError($"The data has {data.Length} bytes; its tag alone has {tagBytes}.");
        }

        Charge(host, parameters, length, tagBytes);
        var result = host.Allocate(length);
        return GaloisMode.TryDecrypt(key.Secret.Bytes, parameters.Iv, parameters.AdditionalData, data[..length], data[length..], result)
            ? result
            : throw CryptoException.OperationError("The data could not be decrypted: it was changed, or the key, iv or additional data is another.");
    }

    private static int TagBytes(AlgorithmParameters parameters)
    {
        if (parameters.Iv.Length == 0)
        {
            throw CryptoException.OperationError("The iv is empty; it must have at least a byte.");
        }

        return parameters.TagLength switch
        {
            null => 16,
            32 or 64 or 96 or 104 or 112 or 120 or 128 => parameters.TagLength.Value / 8,
            _ => throw CryptoException.OperationError($"A tagLength of {parameters.TagLength}; it must be 32, 64, 96, 104, 112, 120 or 128."),
        };
    }

    private static void Charge(IRealmHost host, AlgorithmParameters parameters, long dataBytes, int tagBytes)
    {
        var bytes = dataBytes + parameters.Iv.Length + (parameters.AdditionalData?.Length ?? 0);
        host.ChargeBytes(bytes);
        if (!GaloisMode.IsOfPlatform(parameters.Iv.Length, tagBytes))
        {
            host.ChargeBytes(bytes * SlowFactor);
        }
    }
}
