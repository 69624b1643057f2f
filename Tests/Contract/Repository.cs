using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace PureEdge.Contract.Tests;

/// <summary>The files of this repository: what git tracks or would add. Paths are relative to the root, with forward slashes.</summary>
internal static partial class Repository
{
    private static readonly Lazy<IReadOnlyList<string>> LazyFiles = new(List);

    public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    /// <summary>Where the build has put the <c>pureedge</c> command.</summary>
    public static string CliOutput { get; } = Path.GetFullPath(Metadata("CliOutput"));

    public static IReadOnlyList<string> Files => LazyFiles.Value;

    public static IEnumerable<string> CSharpFiles => WithEnding(".cs");

    /// <summary>The C# files of what ships: those of the product's projects.</summary>
    public static IEnumerable<string> ProductCSharpFiles => CSharpFiles.Where(IsProduct);

    public static IEnumerable<string> WithEnding(params string[] endings) =>
        Files.Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    public static bool IsProduct(string file) => TopFolder(file) is not ("" or "Tests" or "Bench" or "Fuzz" or "Samples" or "Docs");

    /// <summary>The first folder of a path, or nothing for a file of the root.</summary>
    public static string TopFolder(string file) => file.Contains('/') ? file[..file.IndexOf('/')] : "";

    public static string FullPath(string file) => Path.Combine(Root, file);

    public static string Text(string file) => File.ReadAllText(FullPath(file));

    /// <summary>The lines of a C# file without what stands behind two slashes; numbers start at 1.</summary>
    public static IEnumerable<(int Number, string Code)> CodeLines(string file) =>
        File.ReadLines(FullPath(file)).Select((line, index) => (index + 1, Comment().Replace(line, "")));

    /// <summary>Fails with one line for each finding.</summary>
    public static void AssertNone(IEnumerable<string> findings, string rule)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{rule}\n  {string.Join("\n  ", all)}");
    }

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static IReadOnlyList<string> List()
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
            // The folder may belong to another user, as in a container.
            ArgumentList = { "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard" },
        };
        using var git = Process.Start(start)!;
        var names = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        string[] files = [.. names.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(name => File.Exists(FullPath(name))).Distinct(StringComparer.Ordinal)];
        Assert.NotEmpty(files);
        return files;
    }

    [GeneratedRegex(@"(?<!:)//.*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();
}
