using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#hkdf-operations</summary>
internal sealed class HkdfAlgorithm() : DerivationAlgorithm("HKDF")
{
    private static readonly ParameterMember[] Parameters = [ParameterMember.Hash, ParameterMember.Info, ParameterMember.Salt];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) => operation == CryptoOperations.DeriveBits ? Parameters : [];

    public override CryptoJob<byte[]> DeriveBits(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, long? length)
    {
        var hashBytes = Digests.Bytes(parameters.Hash);
        var bytes = CheckLength(length, 255L * hashBytes);
        // Each block hashes the info again.
        var blocks = (bytes + hashBytes - 1) / hashBytes;
        host.ChargeBytes(key.Secret.Bytes.Length + (long)parameters.Salt.Length + (blocks * (256L + parameters.Info.Length)));
        var result = new byte[bytes];
        if (bytes > 0)
        {
            HKDF.DeriveKey(Digests.PlatformName(parameters.Hash), key.Secret.Bytes, result, parameters.Salt, parameters.Info);
        }

        return new(0, () => result);
    }
}
