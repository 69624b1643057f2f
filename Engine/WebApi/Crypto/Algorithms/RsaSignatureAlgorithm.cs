using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#rsassa-pkcs1-operations</summary>
internal class RsaSignatureAlgorithm(string name, string algPrefix) : RsaAlgorithm(
    name, "sig", CryptoOperations.Sign | CryptoOperations.Verify, KeyUsages.Verify, KeyUsages.Sign)
{
    public override byte[] Sign(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        key.Require(KeyType.Private);
        host.ChargeBytes(data.Length);
        host.ChargeFuel(PrivateFuel(key));
        return SignHash(host, key, parameters, data);
    }

    public override bool Verify(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data)
    {
        key.Require(KeyType.Public);
        host.ChargeBytes((long)data.Length + signature.Length);
        host.ChargeFuel(PublicFuel(key));
        return signature.Length == key.Rsa.Modulus.Length && VerifyHash(host, key, parameters, signature, data);
    }

    protected virtual byte[] SignHash(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data) =>
        SignHash(key, data, RSASignaturePadding.Pkcs1);

    protected virtual bool VerifyHash(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data) =>
        VerifyHash(key, signature, data, RSASignaturePadding.Pkcs1);

    protected static byte[] SignHash(KeyHandle key, ReadOnlySpan<byte> data, RSASignaturePadding padding)
    {
        var hash = Digests.Hash(key.Algorithm.Hash!, data);
        return WithPlatform(key, platform => platform.SignHash(hash, Digests.PlatformName(key.Algorithm.Hash!), padding));
    }

    protected static bool VerifyHash(KeyHandle key, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data, RSASignaturePadding padding)
    {
        var hash = Digests.Hash(key.Algorithm.Hash!, data);
        var copy = signature.ToArray();
        return WithPlatform(key, platform => platform.VerifyHash(hash, copy, Digests.PlatformName(key.Algorithm.Hash!), padding), static () => false);
    }

    protected override string Alg(string hash) => algPrefix + hash[4..];
}
