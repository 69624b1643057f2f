namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>What a key says of its algorithm (https://w3c.github.io/webcrypto/#key-algorithm-dictionary).</summary>
/// <param name="Name">The registered name.</param>
internal sealed record KeyAlgorithm(string Name)
{
    /// <summary>In bits; of RSA that of the modulus.</summary>
    public int? Length { get; init; }

    public string? Hash { get; init; }

    public byte[]? PublicExponent { get; init; }

    public string? NamedCurve { get; init; }
}
