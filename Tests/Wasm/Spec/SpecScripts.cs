using System.Reflection;

namespace PureEdge.Wasm.Tests.Spec;

/// <summary>The scripts of the suite that are there.</summary>
internal static class SpecScripts
{
    private const string None = "(none)";

    private static readonly string s_folder = typeof(SpecScripts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "SpecFolder").Value!;

    /// <summary>All, in order; one that <see cref="Read"/> skips when there are none.</summary>
    public static IReadOnlyList<string> All { get; } = Directory.Exists(s_folder)
        ? [.. Directory.EnumerateFiles(s_folder, "*.wast.js", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(s_folder, file).Replace('\\', '/')[..^".wast.js".Length]).Order(StringComparer.Ordinal)]
        : [None];

    /// <summary>Whether the environment asks for all that takes minutes.</summary>
    public static bool WantsAll { get; } = Environment.GetEnvironmentVariable("PUREEDGE_WASM_ALL") == "1";

    /// <summary>Every so many of them, or all.</summary>
    public static IEnumerable<string> Spread(int step) =>
        All.Where((_, index) => index % step == 0 || WantsAll);

    public static string Read(string script)
    {
        var missing = script == None;
        var mayMiss = Environment.GetEnvironmentVariable("CI") != "true" || Environment.GetEnvironmentVariable("PUREEDGE_NO_WASM_SUITE") == "1";
        Assert.True(!missing || mayMiss, "The suite is missing: run Tests/Conformance/Wpt/fetch-wpt --wasm.");
        Skip.If(missing, "The suite is missing: Tests/Conformance/Wpt/fetch-wpt --wasm brings it.");
        return File.ReadAllText(Path.Combine(s_folder, script + ".wast.js"));
    }

    /// <summary>The modules of a script that must be accepted, in order.</summary>
    public static IEnumerable<byte[]> Modules(string script) => SpecSyntax.Parse(Read(script)).SelectMany(Modules);

    private static IEnumerable<byte[]> Modules(SpecNode node) => node switch
    {
        SpecNode.Let let => Modules(let.Value),
        SpecNode.List list => list.Items.SelectMany(Modules),
        SpecNode.Call { Function: "instance" or "module" or "assert_unlinkable" or "assert_uninstantiable" } call when call.Arguments[0] is SpecNode.Bytes bytes => [bytes.Value],
        SpecNode.Call call => call.Arguments.SelectMany(Modules),
        _ => [],
    };
}
