using System.Security.Cryptography;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>https://w3c.github.io/webcrypto/#rsa-pss-operations</summary>
internal sealed class RsaPssAlgorithm() : RsaSignatureAlgorithm("RSA-PSS", "PS")
{
    /// <summary>A salt length that no script can give here: verifies salts of any length.</summary>
    public const long AnySalt = -1;

    private static readonly ParameterMember[] Parameters = [ParameterMember.SaltLength];

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.Sign or CryptoOperations.Verify ? Parameters : base.Members(operation);

    protected override byte[] SignHash(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data)
    {
        CheckSalt(key, parameters);
        if (IsOfPlatform(key, parameters))
        {
            return SignHash(key, data, RSASignaturePadding.Pss);
        }

        host.ChargeFuel(RawPrivateFuel(key));
        return RsaPadding.SignPss(key.Rsa, key.Algorithm.Hash!, (int)parameters.SaltLength, Digests.Hash(key.Algorithm.Hash!, data))
            ?? throw CryptoException.OperationError("The key is too short for its hash and the saltLength, or is no RSA key.");
    }

    protected override bool VerifyHash(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data)
    {
        if (parameters.SaltLength > key.Rsa.Modulus.Length)
        {
            return false;
        }

        if (IsOfPlatform(key, parameters))
        {
            return VerifyHash(key, signature, data, RSASignaturePadding.Pss);
        }

        // The platform knows only salts as long as the hash.
        host.ChargeFuel(RawPublicFuel(key));
        int? salt = parameters.SaltLength == AnySalt ? null : (int)parameters.SaltLength;
        return RsaPadding.VerifyPss(key.Rsa, key.Algorithm.Hash!, salt, signature, Digests.Hash(key.Algorithm.Hash!, data));
    }

    private static bool IsOfPlatform(KeyHandle key, AlgorithmParameters parameters) => parameters.SaltLength == Digests.Bytes(key.Algorithm.Hash!);

    private static void CheckSalt(KeyHandle key, AlgorithmParameters parameters)
    {
        var most = key.Rsa.Modulus.Length - Digests.Bytes(key.Algorithm.Hash!) - 2;
        if (parameters.SaltLength > most)
        {
            throw CryptoException.OperationError($"A saltLength of {parameters.SaltLength}; with this key and hash at most {Math.Max(0, most)} bytes fit.");
        }
    }
}
