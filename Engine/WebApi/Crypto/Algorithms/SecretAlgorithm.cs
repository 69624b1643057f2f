using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>What algorithms of secret keys have in common: their keys are bytes, as they are or in a JSON Web Key of the kind "oct".</summary>
internal abstract class SecretAlgorithm(string name, CryptoOperations operations) : CryptoAlgorithm(name, operations)
{
    /// <summary>The longest secret, in bytes.</summary>
    protected const int MaxSecretBytes = 1 << 20;

    /// <summary>What a JSON Web Key calls the use of its keys.</summary>
    protected abstract string Use { get; }

    /// <summary>What a JSON Web Key calls the algorithm with a key of so many bytes.</summary>
    protected abstract string Alg(string? hash, int keyBytes);

    public override byte[] ExportKey(IRealmHost host, KeyHandle key, KeyFormat format)
    {
        if (format != KeyFormat.Raw)
        {
            throw UnsupportedFormat(format);
        }

        host.ChargeBytes(key.Secret.Bytes.Length);
        var result = host.Allocate(key.Secret.Bytes.Length);
        key.Secret.Bytes.CopyTo(result, 0);
        return result;
    }

    public override JsonWebKey ExportJwk(KeyHandle key)
    {
        var jwk = JsonWebKey.For(key, "oct");
        jwk["alg"] = Alg(key.Algorithm.Hash, key.Secret.Bytes.Length);
        jwk.Set("k", key.Secret.Bytes);
        return jwk;
    }

    /// <summary>The bytes of an imported key.</summary>
    protected byte[] ReadSecret(
        IRealmHost host, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, string? hash, bool extractable, KeyUsages usages)
    {
        switch (format)
        {
            case KeyFormat.Raw:
                return CopySecret(host, data);
            case KeyFormat.Jwk:
                jwk!.Require("oct", Use, extractable, usages);
                host.ChargeBytes(jwk["k"]?.Length ?? 0);
                var secret = jwk.Bytes("k");
                jwk.RequireAlg(Alg(hash, secret.Length));
                return secret.Length <= MaxSecretBytes ? secret : throw TooLong(secret.Length);
            default:
                throw UnsupportedFormat(format);
        }
    }

    protected static byte[] CopySecret(IRealmHost host, ReadOnlyMemory<byte> data)
    {
        if (data.Length > MaxSecretBytes)
        {
            throw TooLong(data.Length);
        }

        host.ChargeBytes(data.Length);
        var result = host.Allocate(data.Length);
        data.CopyTo(result);
        return result;
    }

    private static CryptoException TooLong(int length) => CryptoException.DataError($"A key of {length} bytes; it may have {MaxSecretBytes}.");
}
