using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#ecdh-operations</summary>
internal sealed class EcdhAlgorithm() : EcAlgorithm("ECDH", "enc", CryptoOperations.DeriveBits, KeyUsages.None, KeyUsages.DeriveKey | KeyUsages.DeriveBits)
{
    private static readonly ParameterMember[] Parameters = [ParameterMember.PublicKey];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation == CryptoOperations.DeriveBits ? Parameters : base.Members(operation);

    public override CryptoJob<byte[]> DeriveBits(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, long? length)
    {
        var other = Agreement.CheckKeys(key, parameters);
        if (other.Ec.Curve != key.Ec.Curve)
        {
            throw CryptoException.InvalidAccessError($"The public key is of {other.Ec.Curve.Name}; it must be of {key.Ec.Curve.Name}.");
        }

        host.ChargeFuel(2L * key.Ec.Curve.Fuel);
        using var own = ECDiffieHellman.Create(key.Ec.Curve.Parameters(key.Ec.Point, key.Ec.Scalar));
        using var peer = ECDiffieHellman.Create(other.Ec.Curve.Parameters(other.Ec.Point, null));
        using var peerKey = peer.PublicKey;
        var secret = own.DeriveRawSecretAgreement(peerKey);
        return new(0, () => Agreement.Take(secret, length));
    }
}
