using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#pbkdf2-operations. As in Workers, iterations are capped; and so is the length.</summary>
internal sealed class Pbkdf2Algorithm() : DerivationAlgorithm("PBKDF2")
{
    private const int MaxIterations = 100_000;
    private const int MaxBytes = 1024;

    private static readonly ParameterMember[] Parameters = [ParameterMember.Hash, ParameterMember.Iterations, ParameterMember.Salt];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) => operation == CryptoOperations.DeriveBits ? Parameters : [];

    public override CryptoJob<byte[]> DeriveBits(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, long? length)
    {
        var bytes = CheckLength(length, MaxBytes);
        switch (parameters.Iterations)
        {
            case 0:
                throw CryptoException.OperationError("PBKDF2 needs at least one iteration.");
            case > MaxIterations:
                throw CryptoException.NotSupportedError($"{parameters.Iterations} iterations of PBKDF2; at most {MaxIterations} are supported.");
        }

        var hashBytes = Digests.Bytes(parameters.Hash);
        var blocks = (bytes + hashBytes - 1) / hashBytes;
        host.ChargeBytes(key.Secret.Bytes.Length + ((long)blocks * parameters.Salt.Length));
        if (bytes == 0)
        {
            return new(0, static () => []);
        }

        return new(
            parameters.Iterations * blocks * (hashBytes > 32 ? 8 : 4) / 3,
            () => Rfc2898DeriveBytes.Pbkdf2(key.Secret.Bytes, parameters.Salt, (int)parameters.Iterations, Digests.PlatformName(parameters.Hash), bytes));
    }
}
