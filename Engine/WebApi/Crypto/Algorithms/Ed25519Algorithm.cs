using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#ed25519-operations</summary>
internal sealed class Ed25519Algorithm() : OkpAlgorithm(
    "Ed25519", "sig", CryptoOperations.Sign | CryptoOperations.Verify, KeyUsages.Verify, KeyUsages.Sign,
    new("Ed25519", "1.3.101.112", static key => Curve25519.Ed25519PublicKey(key)))
{
    public override byte[] Sign(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        key.Require(KeyType.Private);
        // The data is hashed twice, and copied.
        host.ChargeBytes(2L * data.Length);
        host.ChargeFuel(MultiplicationFuel);
        host.Scope.Limits.ChargeAllocation(data.Length);
        return Curve25519.Sign(key.Okp.PrivateKey!, key.Okp.PublicKey, data);
    }

    public override bool Verify(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data)
    {
        key.Require(KeyType.Public);
        host.ChargeBytes(data.Length);
        host.ChargeFuel(MultiplicationFuel);
        host.Scope.Limits.ChargeAllocation(data.Length);
        return Curve25519.Verify(key.Okp.PublicKey, signature, data);
    }

    // RFC 8037 says EdDSA, RFC 9864 the name of the curve.
    protected override void CheckAlg(JsonWebKey jwk) => jwk.RequireAlg("Ed25519", "EdDSA");

    public override JsonWebKey ExportJwk(KeyHandle key)
    {
        var jwk = base.ExportJwk(key);
        jwk["alg"] = Name;
        return jwk;
    }
}
