using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#rsa-oaep-operations</summary>
internal sealed class RsaOaepAlgorithm() : RsaAlgorithm(
    "RSA-OAEP", "enc", CryptoOperations.Encrypt | CryptoOperations.Decrypt, KeyUsages.Encrypt | KeyUsages.WrapKey, KeyUsages.Decrypt | KeyUsages.UnwrapKey)
{
    private static readonly ParameterMember[] Parameters = [ParameterMember.Label];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.Encrypt or CryptoOperations.Decrypt ? Parameters : base.Members(operation);

    public override byte[] Encrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        key.Require(KeyType.Public);
        var hash = key.Algorithm.Hash!;
        var most = key.Rsa.Modulus.Length - (2 * Digests.Bytes(hash)) - 2;
        if (data.Length > most)
        {
            throw CryptoException.OperationError($"Data of {data.Length} bytes; with this key and hash at most {Math.Max(0, most)} fit.");
        }

        host.ChargeFuel(PublicFuel(key));
        if (parameters.Label is not { Length: > 0 } label)
        {
            var copy = data.ToArray();
            return WithPlatform(key, platform => platform.Encrypt(copy, RSAEncryptionPadding.CreateOaep(Digests.PlatformName(hash))));
        }

        // The platform knows no label.
        host.ChargeBytes(label.Length);
        host.ChargeFuel(RawPublicFuel(key));
        return RsaPadding.EncryptOaep(key.Rsa, hash, label, data) ?? throw CryptoException.OperationError("The data could not be encrypted: the key is no RSA key.");
    }

    public override byte[] Decrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        key.Require(KeyType.Private);
        var hash = key.Algorithm.Hash!;
        if (data.Length != key.Rsa.Modulus.Length)
        {
            throw CryptoException.OperationError($"Data of {data.Length} bytes; with this key it has {key.Rsa.Modulus.Length}.");
        }

        host.ChargeFuel(PrivateFuel(key));
        if (parameters.Label is not { Length: > 0 } label)
        {
            var copy = data.ToArray();
            return WithPlatform(key, platform => platform.Decrypt(copy, RSAEncryptionPadding.CreateOaep(Digests.PlatformName(hash))));
        }

        host.ChargeBytes(label.Length);
        host.ChargeFuel(RawPrivateFuel(key));
        return RsaPadding.DecryptOaep(key.Rsa, hash, label, data)
            ?? throw CryptoException.OperationError("The data could not be decrypted: it was changed, or the key, hash or label is another.");
    }

    protected override string Alg(string hash) => hash == "SHA-1" ? "RSA-OAEP" : "RSA-OAEP-" + hash[4..];
}
