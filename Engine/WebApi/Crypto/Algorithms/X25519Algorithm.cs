using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#x25519-operations</summary>
internal sealed class X25519Algorithm() : OkpAlgorithm(
    "X25519", "enc", CryptoOperations.DeriveBits, KeyUsages.None, KeyUsages.DeriveKey | KeyUsages.DeriveBits,
    new("X25519", "1.3.101.110", static key => Curve25519.X25519PublicKey(key)))
{
    private static readonly ParameterMember[] Parameters = [ParameterMember.PublicKey];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation == CryptoOperations.DeriveBits ? Parameters : [];

    public override CryptoJob<byte[]> DeriveBits(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, long? length)
    {
        var other = Agreement.CheckKeys(key, parameters);
        host.ChargeFuel(MultiplicationFuel);
        var secret = Curve25519.Agree(key.Okp.PrivateKey!, other.Okp.PublicKey)
            ?? throw CryptoException.OperationError("The public key gives a secret that is zero for every private key.");
        return new(0, () => Agreement.Take(secret, length));
    }
}
