using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#ecdsa-operations</summary>
internal sealed class EcdsaAlgorithm() : EcAlgorithm("ECDSA", "sig", CryptoOperations.Sign | CryptoOperations.Verify, KeyUsages.Verify, KeyUsages.Sign)
{
    private static readonly ParameterMember[] Parameters = [ParameterMember.Hash];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.Sign or CryptoOperations.Verify ? Parameters : base.Members(operation);

    public override byte[] Sign(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        key.Require(KeyType.Private);
        host.ChargeBytes(data.Length);
        host.ChargeFuel(key.Ec.Curve.Fuel);
        using var platform = Platform(key);
        return platform.SignData(data, Digests.PlatformName(parameters.Hash), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public override bool Verify(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data)
    {
        key.Require(KeyType.Public);
        host.ChargeBytes(data.Length);
        host.ChargeFuel(key.Ec.Curve.Fuel);
        using var platform = Platform(key);
        return platform.VerifyData(data, signature, Digests.PlatformName(parameters.Hash), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    protected override void CheckAlg(JsonWebKey jwk, NamedCurve curve) => jwk.RequireAlg(curve.Alg);

    private static ECDsa Platform(KeyHandle key) => ECDsa.Create(key.Ec.Curve.Parameters(key.Ec.Point, key.Ec.Scalar));
}
