namespace PureEdge.Bench.Programs;

/// <summary>What the program <c>bundle.mjs</c> of a folder makes of the libraries that the tests of Tests/Conformance installed.</summary>
internal static class Bundles
{
    /// <summary>Makes them.</summary>
    /// <param name="folder">The folder with <c>bundle.mjs</c>.</param>
    /// <param name="missing">What to do when there are none.</param>
    /// <returns>Names without their endings, and texts, in order.</returns>
    public static IReadOnlyList<(string Name, string Text)> Make(string folder, out string? missing)
    {
        var output = Directory.CreateTempSubdirectory("pureedge-bench-");
        try
        {
            NodeTool.Run("node", ["bundle.mjs", output.FullName], folder);
            missing = null;
            return [.. output.GetFiles("*.*js").OrderBy(static file => file.Name, StringComparer.Ordinal)
                .Select(static file => (Path.GetFileNameWithoutExtension(file.Name), File.ReadAllText(file.FullName)))];
        }
        catch (BenchException e)
        {
            missing = $"{e.Message.Split('\n')[0]}; 'dotnet test Tests/Conformance' installs the libraries";
            return [];
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }
}
