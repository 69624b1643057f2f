using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>The keys of Ed25519 and X25519 (https://w3c.github.io/webcrypto/#ed25519-operations, #x25519-operations).</summary>
/// <param name="name">The registered name.</param>
/// <param name="use">What a JSON Web Key calls the use of its keys.</param>
/// <param name="operations">Beside those on keys.</param>
/// <param name="publicUsages">What public keys may be used for.</param>
/// <param name="privateUsages">What private keys may be used for.</param>
/// <param name="codec">Their forms.</param>
internal abstract class OkpAlgorithm(
    string name, string use, CryptoOperations operations, KeyUsages publicUsages, KeyUsages privateUsages, OkpKeyCodec codec) : CryptoAlgorithm(
    name, operations | CryptoOperations.GenerateKey | CryptoOperations.ImportKey | CryptoOperations.ExportKey)
{
    /// <summary>What one multiplication on the curve costs.</summary>
    protected const int MultiplicationFuel = 1_000;

    public override CryptoJob<GeneratedKeys> GenerateKey(IRealmHost host, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        RequireUsages(usages, publicUsages | privateUsages);
        RequireSome(usages & privateUsages);
        host.ChargeFuel(MultiplicationFuel);
        var bytes = new byte[Curve25519.KeyBytes];
        host.FillRandom(bytes);
        var both = codec.FromPrivate(bytes);
        return new(0, () => new GeneratedKeys(
            NewKey(both, extractable, usages & privateUsages),
            NewKey(new(both.PublicKey, null), true, usages & publicUsages)));
    }

    public override KeyHandle ImportKey(
        IRealmHost host, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        var isPrivate = format == KeyFormat.Pkcs8 || jwk is { IsPrivate: true };
        RequireUsages(usages, isPrivate ? privateUsages : publicUsages, isPrivate ? "private key" : "public key");
        host.ChargeFuel(isPrivate ? MultiplicationFuel : MultiplicationFuel / 10);
        switch (format)
        {
            case KeyFormat.Raw:
                return NewKey(codec.ReadRaw(data.Span), extractable, usages);
            case KeyFormat.Spki:
                return NewKey(codec.ReadPublic(data), extractable, usages);
            case KeyFormat.Pkcs8:
                return NewKey(codec.ReadPrivate(data), extractable, usages);
            default:
                jwk!.Require("OKP", use, extractable, usages);
                CheckAlg(jwk);
                return NewKey(codec.Read(jwk), extractable, usages);
        }
    }

    public override byte[] ExportKey(IRealmHost host, KeyHandle key, KeyFormat format)
    {
        host.ChargeBytes(Curve25519.KeyBytes);
        switch (format)
        {
            case KeyFormat.Raw:
                key.Require(KeyType.Public);
                return [.. key.Okp.PublicKey];
            case KeyFormat.Spki:
                key.Require(KeyType.Public);
                return codec.WritePublic(key.Okp);
            default:
                key.Require(KeyType.Private);
                return codec.WritePrivate(key.Okp);
        }
    }

    public override JsonWebKey ExportJwk(KeyHandle key)
    {
        var jwk = JsonWebKey.For(key, "OKP");
        codec.Write(key.Okp, jwk);
        return jwk;
    }

    /// <summary>A DataError when the key is for another algorithm.</summary>
    protected virtual void CheckAlg(JsonWebKey jwk)
    {
    }

    private KeyHandle NewKey(OkpMaterial material, bool extractable, KeyUsages usages) =>
        new(material.PrivateKey is null ? KeyType.Public : KeyType.Private, new(Name), material, extractable, usages);
}
