namespace PureEdge.Engine.WebApi.Node;

/// <summary>A cipher of <c>node:crypto</c>: AES in one of its modes, by the name that OpenSSL gives it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mode">"cbc", "ctr", "ecb" or "gcm".</param>
/// <param name="KeyBytes">The length of a key.</param>
internal sealed record NodeCipher(string Name, string Mode, int KeyBytes)
{
    public const int AesBlockBytes = 16;

    private const int MaxGcmIvBytes = 128;

    private static readonly int[] KeyBits = [128, 192, 256];
    private static readonly string[] Modes = ["cbc", "ctr", "ecb", "gcm"];

    public static NodeCipher[] All { get; } =
    [
        .. KeyBits.SelectMany(static bits => Modes.Select(mode => new NodeCipher($"aes-{bits}-{mode}", mode, bits / 8))),
    ];

    /// <summary>The names of all, with the other ones that some have.</summary>
    public static IEnumerable<string> Names => All.Select(static cipher => cipher.Name)
        .Concat(KeyBits.SelectMany(static bits => new[] { $"aes{bits}", $"id-aes{bits}-GCM" })).Order(StringComparer.Ordinal);

    public bool IsBlockwise => Mode is "cbc" or "ecb";

    public bool Authenticates => Mode == "gcm";

    /// <summary>The usual length of an iv; 0 when the mode has none.</summary>
    public int IvBytes => Mode switch
    {
        "ecb" => 0,
        "gcm" => 12,
        _ => AesBlockBytes,
    };

    /// <returns><see langword="null"/> when there is none of the name.</returns>
    public static NodeCipher? Find(string name)
    {
        if (name.Length > 20)
        {
            return null;
        }

        var lower = name.ToLowerInvariant();
        var full = lower switch
        {
            "aes128" or "aes192" or "aes256" => $"aes-{lower[3..]}-cbc",
            "id-aes128-gcm" or "id-aes192-gcm" or "id-aes256-gcm" => $"aes-{lower[6..]}",
            _ => lower,
        };
        return Array.Find(All, cipher => cipher.Name == full);
    }

    public bool TakesIv(int? bytes) => Mode switch
    {
        "ecb" => bytes is null or 0,
        "gcm" => bytes is > 0 and <= MaxGcmIvBytes,
        _ => bytes == AesBlockBytes,
    };
}
