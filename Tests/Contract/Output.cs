using System.Text.Json;

namespace PureEdge.Contract.Tests;

/// <summary>What the build of the <c>pureedge</c> command says it needs: its deps.json.</summary>
internal static class Output
{
    /// <summary>The packages of the product's closure.</summary>
    public static IReadOnlyList<string> Packages()
    {
        using var deps = Dependencies();
        return [.. deps.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name[..library.Name.IndexOf('/')])];
    }

    /// <summary>The files that differ from platform to platform, or are native on all.</summary>
    public static IReadOnlyList<string> NativeAssets()
    {
        using var deps = Dependencies();
        return [..
            from target in deps.RootElement.GetProperty("targets").EnumerateObject()
            from library in target.Value.EnumerateObject()
            from kind in library.Value.EnumerateObject()
            where kind.Name is "native" or "runtimeTargets"
            from asset in kind.Value.EnumerateObject()
            where kind.Name == "native" || asset.Value.GetProperty("assetType").GetString() == "native"
            select $"{library.Name}: {asset.Name}"];
    }

    private static JsonDocument Dependencies() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.CliOutput, "pureedge.deps.json")));
}
