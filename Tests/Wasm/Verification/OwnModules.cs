using System.Security.Cryptography;

namespace PureEdge.Wasm.Tests.Verification;

/// <summary>Verifies the modules that tests make themselves, when they compile them.</summary>
internal static class OwnModules
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_seen = new(StringComparer.Ordinal);

    /// <summary>Fails when the IL of a module is not verifiable for a reason that is not listed.</summary>
    public static void Verify(byte[] module)
    {
        lock (s_lock)
        {
            if (s_seen.Add(Convert.ToHexString(SHA256.HashData(module))))
            {
                var verifier = new IlVerifier();
                verifier.Verify(module, "a module of a test");
                Deliberate.AssertListed(verifier);
            }
        }
    }
}
