using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>The keys of AES in all its modes (https://w3c.github.io/webcrypto/#aes-ctr-operations and those after it).</summary>
/// <param name="mode">"CBC", "CTR", "GCM" or "KW".</param>
/// <param name="operations">Beside those on keys.</param>
/// <param name="allowed">What keys may be used for.</param>
internal abstract class AesAlgorithm(string mode, CryptoOperations operations, KeyUsages allowed) : SecretAlgorithm(
    "AES-" + mode, operations | CryptoOperations.GenerateKey | CryptoOperations.ImportKey | CryptoOperations.ExportKey | CryptoOperations.GetKeyLength)
{
    protected const KeyUsages CipherUsages = KeyUsages.Encrypt | KeyUsages.Decrypt | KeyUsages.WrapKey | KeyUsages.UnwrapKey;

    private static readonly ParameterMember[] LengthMembers = [ParameterMember.AesLength];

    protected override string Use => "enc";

    public override ReadOnlySpan<ParameterMember> Members(CryptoOperations operation) =>
        operation is CryptoOperations.GenerateKey or CryptoOperations.GetKeyLength ? LengthMembers : [];

    public override CryptoJob<GeneratedKeys> GenerateKey(IRealmHost host, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        RequireUsages(usages, allowed);
        var bits = CheckLength(parameters);
        RequireSome(usages);
        var bytes = new byte[bits / 8];
        host.ChargeBytes(bytes.Length);
        host.FillRandom(bytes);
        return new(0, () => new GeneratedKeys(NewKey(bytes, extractable, usages)));
    }

    public override KeyHandle ImportKey(
        IRealmHost host, KeyFormat format, ReadOnlyMemory<byte> data, JsonWebKey? jwk, AlgorithmParameters parameters, bool extractable, KeyUsages usages)
    {
        RequireUsages(usages, allowed);
        var bytes = ReadSecret(host, format, data, jwk, null, extractable, usages);
        return bytes.Length is 16 or 24 or 32
            ? NewKey(bytes, extractable, usages)
            : throw CryptoException.DataError($"An AES key of {bytes.Length * 8} bits; it must have 128, 192 or 256.");
    }

    public override long? GetKeyLength(AlgorithmParameters parameters) => CheckLength(parameters);

    protected override string Alg(string? hash, int keyBytes) => $"A{keyBytes * 8}{mode}";

    private static int CheckLength(AlgorithmParameters parameters) => parameters.Length is 128 or 192 or 256
        ? parameters.Length.Value
        : throw CryptoException.OperationError($"A length of {parameters.Length}; an AES key must have 128, 192 or 256 bits.");

    private KeyHandle NewKey(byte[] bytes, bool extractable, KeyUsages usages) =>
        new(KeyType.Secret, new(Name) { Length = bytes.Length * 8 }, new SecretMaterial(bytes), extractable, usages);
}
