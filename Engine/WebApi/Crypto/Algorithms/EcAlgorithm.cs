using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>The keys of ECDSA and ECDH (https://w3c.github.io/webcrypto/#ecdsa-operations, #ecdh-operations).</summary>
/// <param name="name">The registered name.</param>
/// <param name="use">What a JSON Web Key calls the use of its keys.</param>
/// <param name="operations">Beside those on keys.</param>
/// <param name="publicUsages">What public keys may be used for.</param>
/// <param name="privateUsages">What private keys may be used for.</param>
internal abstract class EcAlgorithm(string name, string use, CryptoOperations operations, KeyUsages publicUsages, KeyUsages privateUsages) : CryptoAlgorithm(
    name, operations | CryptoOperations.GenerateKey | CryptoOperations.ImportKey | CryptoOperations.ExportKey)
{
    private static readonly ParameterMember[] KeyMembers = [ParameterMember.NamedCurve];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.GenerateKey or CryptoOperations.ImportKey ? KeyMembers : [];

    public override CryptoJob<GeneratedKeys> GenerateKey(IRealmHost host, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        RequireUsages(usages, publicUsages | privateUsages);
        var curve = CurveOf(parameters);
        RequireSome(usages & privateUsages);
        host.ChargeFuel(curve.Fuel);
        using var platform = ECDsa.Create(curve.Platform);
        var both = EcKeyCodec.FromPlatform(curve, platform.ExportParameters(true));
        return new(0, () => new GeneratedKeys(
            NewKey(both, extractable, usages & privateUsages),
            NewKey(new(curve, both.Point, null), true, usages & publicUsages)));
    }

    public override KeyHandle ImportKey(
        IRealmHost host, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        var curve = CurveOf(parameters);
        var isPrivate = format == KeyFormat.Pkcs8 || jwk is { IsPrivate: true };
        RequireUsages(usages, isPrivate ? privateUsages : publicUsages, isPrivate ? "private key" : "public key");
        host.ChargeFuel(curve.Fuel);
        switch (format)
        {
            case KeyFormat.Raw:
                return NewKey(EcKeyCodec.ReadPoint(curve, data.Span), extractable, usages);
            case KeyFormat.Spki:
                return NewKey(EcKeyCodec.ReadPublic(curve, data), extractable, usages);
            case KeyFormat.Pkcs8:
                return NewKey(EcKeyCodec.ReadPrivate(curve, data), extractable, usages);
            default:
                jwk!.Require("EC", use, extractable, usages);
                CheckAlg(jwk, curve);
                return NewKey(EcKeyCodec.Read(curve, jwk), extractable, usages);
        }
    }

    public override byte[] ExportKey(IRealmHost host, KeyHandle key, KeyFormat format)
    {
        host.ChargeBytes(key.Ec.Point.Length);
        switch (format)
        {
            case KeyFormat.Raw:
                key.Require(KeyType.Public);
                return [.. key.Ec.Point];
            case KeyFormat.Spki:
                key.Require(KeyType.Public);
                return EcKeyCodec.WritePublic(key.Ec);
            default:
                key.Require(KeyType.Private);
                return EcKeyCodec.WritePrivate(key.Ec);
        }
    }

    public override JsonWebKey ExportJwk(KeyHandle key)
    {
        var jwk = JsonWebKey.For(key, "EC");
        EcKeyCodec.Write(key.Ec, jwk);
        return jwk;
    }

    /// <summary>A DataError when the key is for another algorithm.</summary>
    protected virtual void CheckAlg(JsonWebKey jwk, NamedCurve curve)
    {
    }

    private static NamedCurve CurveOf(AlgorithmParameters parameters) => NamedCurve.Find(parameters.NamedCurve)
        ?? throw CryptoException.NotSupportedError("The namedCurve must be 'P-256', 'P-384' or 'P-521'.");

    private KeyHandle NewKey(EcMaterial material, bool extractable, KeyUsages usages) => new(
        material.Scalar is null ? KeyType.Public : KeyType.Private, new(Name) { NamedCurve = material.Curve.Name }, material, extractable, usages);
}
