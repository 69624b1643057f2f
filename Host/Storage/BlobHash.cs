using System.Buffers;

namespace PureEdge.Storage;

/// <summary>The SHA-256 of a blob, which is its name.</summary>
/// <remarks>The default value is no hash; stores refuse it.</remarks>
public readonly record struct BlobHash
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private BlobHash(string hex) => _hex = hex;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hex => _hex ?? "";

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="hash">The hash, if <see langword="true"/> is returned.</param>
    /// <returns>Whether it is a hash.</returns>
    public static bool TryParse(string? text, out BlobHash hash)
    {
        if (text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept(Digits))
        {
            hash = new(text);
            return true;
        }

        hash = default;
        return false;
    }

    /// <inheritdoc cref="Hex"/>
    public override string ToString() => Hex;

    internal static BlobHash Of(ReadOnlySpan<byte> sha256) => new(Convert.ToHexStringLower(sha256));

    internal byte[] ToBytes() => Convert.FromHexString(Hex);
}
