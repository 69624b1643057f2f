using System.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>
/// An algorithm as it is registered (https://w3c.github.io/webcrypto/#algorithms-index): the operations it has, their parameters, and
/// what they do. It knows no script values; what it refuses is a <see cref="CryptoException"/>. Everything is charged before it is done.
/// </summary>
/// <param name="name">The registered name.</param>
/// <param name="operations">The operations it is registered for; only these are called.</param>
internal abstract class CryptoAlgorithm(string name, CryptoOperations operations)
{
    public string Name => name;

    public bool Supports(CryptoOperations operation) => (operations & operation) != CryptoOperations.None;

    /// <summary>The members of the parameters beside the name, in the order of Web IDL.</summary>
    public virtual ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) => [];

    public virtual byte[] Digest(IRealmHost host, ReadOnlySpan<byte> data) => throw new UnreachableException();

    public virtual byte[] Encrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data) => throw new UnreachableException();

    public virtual byte[] Decrypt(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data) => throw new UnreachableException();

    public virtual byte[] Sign(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> data) => throw new UnreachableException();

    public virtual bool Verify(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data) => throw new UnreachableException();

    /// <param name="host">The isolate.</param>
    /// <param name="key">The base key.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="length">In bits; all there are if <see langword="null"/>.</param>
    public virtual CryptoJob<byte[]> DeriveBits(IRealmHost host, KeyHandle key, AlgorithmParameters parameters, long? length) => throw new UnreachableException();

    public virtual CryptoJob<GeneratedKeys> GenerateKey(IRealmHost host, AlgorithmParameters parameters, bool extractable, KeyUsages usages) => throw new UnreachableException();

    /// <param name="host">The isolate.</param>
    /// <param name="format">The form of <paramref name="data"/>.</param>
    /// <param name="data">The key data; of <paramref name="jwk"/> nothing.</param>
    /// <param name="jwk">The key in the format <see cref="KeyFormat.Jwk"/>.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="extractable">Whether the key may be exported.</param>
    /// <param name="usages">What it may be used for.</param>
    public virtual KeyHandle ImportKey(
        IRealmHost host, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, AlgorithmParameters parameters, bool extractable, KeyUsages usages) => throw new UnreachableException();

    /// <summary>The key in any format but <see cref="KeyFormat.Jwk"/>.</summary>
    public virtual byte[] ExportKey(IRealmHost host, KeyHandle key, KeyFormat format) => throw new UnreachableException();

    public virtual JsonWebKey ExportJwk(KeyHandle key) => throw new UnreachableException();

    /// <summary>How many bits a derived key needs; as many as there are if <see langword="null"/>.</summary>
    public virtual long? GetKeyLength(AlgorithmParameters parameters) => throw new UnreachableException();

    /// <summary>A SyntaxError when there are usages that a key cannot have.</summary>
    protected void RequireUsages(KeyUsages usages, KeyUsages allowed, string kind = "key")
    {
        if ((usages & ~allowed) != KeyUsages.None)
        {
            var names = string.Join("', '", KeyUsageNames.Of(allowed));
            throw CryptoException.SyntaxError($"A {kind} of {Name} cannot have these usages; {(names.Length == 0 ? "it has none" : $"it may have '{names}'")}.");
        }
    }

    /// <summary>A SyntaxError when a generated key would be of no use.</summary>
    protected void RequireSome(KeyUsages usages)
    {
        if (usages == KeyUsages.None)
        {
            throw CryptoException.SyntaxError($"A key of {Name} that is generated needs usages.");
        }
    }

    protected CryptoException UnsupportedFormat(KeyFormat format) =>
        CryptoException.NotSupportedError($"Keys of {Name} do not have the format '{KeyFormatNames.Of(format)}'.");
}
