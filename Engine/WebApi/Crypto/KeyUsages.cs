using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Crypto;

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

internal static class KeyUsageNames
{
    private static readonly (string Name, KeyUsages Usage)[] Known =
    [
        ("encrypt", KeyUsages.Encrypt), ("decrypt", KeyUsages.Decrypt), ("sign", KeyUsages.Sign), ("verify", KeyUsages.Verify),
        ("deriveKey", KeyUsages.DeriveKey), ("deriveBits", KeyUsages.DeriveBits), ("wrapKey", KeyUsages.WrapKey), ("unwrapKey", KeyUsages.UnwrapKey),
    ];

    public static KeyUsages Read(WorkerRealm realm, JsValue value)
    {
        var usages = KeyUsages.None;
        var count = 0;
        JsSequence.ForEach(realm, value, "The key usages", item =>
        {
            var name = WebIdl.ToDomString(realm, item);
            var usage = Array.Find(Known, known => known.Name == name).Usage;
            if (usage == KeyUsages.None || ++count > 1_000)
            {
                throw realm.TypeError($"'{name}' is not a key usage, or there are too many.");
            }

            usages |= usage;
        });
        return usages;
    }

    public static JsArray ToArray(WorkerRealm realm, KeyUsages usages) =>
        realm.NewArray([.. Known.Where(known => usages.HasFlag(known.Usage)).Select(static known => (JsValue)known.Name)]);
}
