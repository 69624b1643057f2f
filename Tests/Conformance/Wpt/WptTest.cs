namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>A test file with one of its variants, and what its <c>// META:</c> lines say.</summary>
/// <param name="Path">Its path in the set.</param>
/// <param name="Variant">The query it is run with; mostly empty.</param>
/// <param name="Scripts">The scripts that go before it, as their paths in the set.</param>
/// <param name="Title">Its title, when it has one.</param>
/// <param name="IsLong">Whether it asks for the long timeout.</param>
internal sealed record WptTest(string Path, string Variant, IReadOnlyList<string> Scripts, string? Title, bool IsLong)
{
    /// <summary>Names it in tables.</summary>
    public string Id => Path + Variant;

    /// <summary>The address that the test takes for its own.</summary>
    public string Url => $"{(Path.Contains(".https.", StringComparison.Ordinal) ? "https://web-platform.test:8443" : "http://web-platform.test:8000")}/{Path[..^".js".Length]}.worker.html{Variant}";

    /// <summary>Reads a file's META lines.</summary>
    /// <returns>One test for each variant; none when the file is for other global scopes only.</returns>
    public static IEnumerable<WptTest> Read(string path, string text)
    {
        List<string> variants = [], scripts = [];
        string? title = null;
        bool isLong = false, isOurs = true;
        foreach (string line in text.Split('\n').Select(x => x.TrimEnd('\r')).TakeWhile(x => x.StartsWith("//", StringComparison.Ordinal)))
        {
            string rest = line[2..].TrimStart();
            if (!rest.StartsWith("META:", StringComparison.Ordinal) || rest.IndexOf('=', StringComparison.Ordinal) is var at && at < 0)
            {
                continue;
            }

            string value = rest[(at + 1)..].Trim();
            switch (rest["META:".Length..at].Trim())
            {
                case "script":
                    scripts.Add(Resolve(path, value));
                    break;
                case "variant":
                    variants.Add(value);
                    break;
                case "title":
                    title = value;
                    break;
                case "timeout":
                    isLong = value == "long";
                    break;
                case "global":
                    isOurs = value.Split(',').Any(x => x.Trim() is not ("window" or "sharedworker" or "serviceworker" or "shadowrealm-in-window"));
                    break;
            }
        }

        return isOurs ? (variants.Count == 0 ? [""] : variants).Select(x => new WptTest(path, x, scripts, title, isLong)) : [];
    }

    private static string Resolve(string path, string script) => new Uri(new Uri("file:///" + path), script).AbsolutePath[1..];
}
