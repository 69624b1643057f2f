namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>KeyUsage (https://w3c.github.io/webcrypto/#dfn-KeyUsage).</summary>
[Flags]
internal enum KeyUsages
{
    None = 0,
    Encrypt = 1,
    Decrypt = 2,
    Sign = 4,
    Verify = 8,
    DeriveKey = 16,
    DeriveBits = 32,
    WrapKey = 64,
    UnwrapKey = 128,
}

/// <summary>The names of usages, in the order in which a key lists them.</summary>
internal static class KeyUsageNames
{
    private static readonly (string Name, KeyUsages Usage)[] Known =
    [
        ("encrypt", KeyUsages.Encrypt), ("decrypt", KeyUsages.Decrypt), ("sign", KeyUsages.Sign), ("verify", KeyUsages.Verify),
        ("deriveKey", KeyUsages.DeriveKey), ("deriveBits", KeyUsages.DeriveBits), ("wrapKey", KeyUsages.WrapKey), ("unwrapKey", KeyUsages.UnwrapKey),
    ];

    /// <summary>The usage of a name; <see cref="KeyUsages.None"/> when it is no usage.</summary>
    public static KeyUsages Find(string name) => Array.Find(Known, known => known.Name == name).Usage;

    public static IEnumerable<string> Of(KeyUsages usages) =>
        Known.Where(known => (usages & known.Usage) != KeyUsages.None).Select(static known => known.Name);
}
