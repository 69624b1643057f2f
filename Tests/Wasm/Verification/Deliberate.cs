namespace PureEdge.Wasm.Tests.Verification;

/// <summary>What compiled code does that is not verifiable, each with the method that emits it and the reason.</summary>
internal static class Deliberate
{
    public static readonly IReadOnlyDictionary<Finding, (string Emitter, string Reason)> All = new Dictionary<Finding, (string, string)>
    {
    };

    /// <summary>Fails when something was found that is not listed.</summary>
    public static void AssertListed(IlVerifier verifier)
    {
        var news = verifier.Found.Where(static found => !All.ContainsKey(found.Key)).Select(static found => $"{found.Key}: {found.Value}").Order(StringComparer.Ordinal).ToList();
        Assert.True(news.Count == 0, $"Compiled code has what is not listed in Deliberate:\n{string.Join('\n', news)}");
    }
}
