namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>What a CryptoKey stands for (https://w3c.github.io/webcrypto/#cryptokey-interface-internal-slots). Immutable.</summary>
internal sealed record KeyHandle(KeyType Type, KeyAlgorithm Algorithm, KeyMaterial Material, bool IsExtractable, KeyUsages Usages)
{
    public SecretMaterial Secret => (SecretMaterial)Material;

    public RsaMaterial Rsa => (RsaMaterial)Material;

    public EcMaterial Ec => (EcMaterial)Material;

    public OkpMaterial Okp => (OkpMaterial)Material;

    /// <summary>An InvalidAccessError when the key is of another type.</summary>
    public void Require(KeyType type)
    {
        if (Type != type)
        {
            throw CryptoException.InvalidAccessError($"The key is a {Name(Type)} one; it must be a {Name(type)} one.");
        }
    }

    public static string Name(KeyType type) => type switch
    {
        KeyType.Secret => "secret",
        KeyType.Public => "public",
        _ => "private",
    };
}

/// <summary>What <c>generateKey</c> made: a secret key, or a private key and its public one.</summary>
internal sealed record GeneratedKeys(KeyHandle Key, KeyHandle? PublicKey = null);
