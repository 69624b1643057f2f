using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#sha-operations</summary>
internal sealed class DigestAlgorithm(string name) : CryptoAlgorithm(name, CryptoOperations.Digest)
{
    public override byte[] Digest(IRealmHost host, ReadOnlySpan<byte> data)
    {
        host.ChargeBytes(data.Length);
        return Digests.Hash(Name, data);
    }
}
