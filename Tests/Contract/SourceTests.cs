using System.Text.RegularExpressions;

namespace PureEdge.Contract.Tests;

public sealed partial class SourceTests
{
    private const int MostLines = 600;

    /// <summary>Files that are longer than <see cref="MostLines"/>, each with the reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = new(StringComparer.Ordinal)
    {
    };

    /// <summary>Files of the product without a namespace, each with the reason.</summary>
    private static readonly Dictionary<string, string> WithoutNamespace = new(StringComparer.Ordinal)
    {
        ["Engine/GlobalUsings.cs"] = "an alias for the whole project",
        ["Host/Cli/Program.cs"] = "top-level statements",
        ["Limits/Weaver/Program.cs"] = "top-level statements",
    };

    [Fact]
    public void The_namespace_of_a_product_file_is_its_folder()
    {
        Assert.NotEmpty(Repository.ProductCSharpFiles);
        Repository.AssertNone(
            from file in Repository.ProductCSharpFiles
            let expected = WithoutNamespace.ContainsKey(file) ? "" : ExpectedNamespace(file)
            let actual = Namespace().Match(Repository.Text(file)).Groups["name"].Value
            where actual != expected
            select $"{file}: '{actual}', and not '{expected}'",
            "Namespace = folder path.");
    }

    [Fact]
    public void No_file_is_longer_than_it_may_be() =>
        Repository.AssertNone(
            from file in Repository.CSharpFiles
            let lines = File.ReadLines(Repository.FullPath(file)).Count()
            where lines > MostLines && !LongFiles.ContainsKey(file)
            select $"{file}: {lines} lines",
            $"A file of more than {MostLines} lines is split, or listed here with the reason.");

    [Fact]
    public void Every_listed_exception_is_needed() =>
        Repository.AssertNone(
            LongFiles.Keys.Where(file => !File.Exists(Repository.FullPath(file)) || File.ReadLines(Repository.FullPath(file)).Count() <= MostLines)
                .Concat(WithoutNamespace.Keys.Where(file => !File.Exists(Repository.FullPath(file)))),
            "These exceptions are no longer needed: remove them.");

    [Fact]
    public void No_folder_and_no_source_file_has_a_name_that_says_nothing() =>
        Repository.AssertNone(
            Repository.Files.SelectMany(Names).Where(name => EmptyName().IsMatch(name)).Distinct(StringComparer.Ordinal),
            "A name says what is inside. These say nothing:");

    [Theory]
    [InlineData("Utils", true)]
    [InlineData("StreamHelpers", true)]
    [InlineData("IsolateManager", true)]
    [InlineData("BindingBase", true)]
    [InlineData("Base64", false)]
    [InlineData("Database", false)]
    [InlineData("CommonPrefix", false)]
    public void A_name_that_says_nothing_is_seen(string name, bool isSeen) => Assert.Equal(isSeen, EmptyName().IsMatch(name));

    [Fact]
    public void Nothing_is_left_to_do_later() =>
        AssertNoLine(Repository.WithEnding(".cs", ".js", ".mjs", ".jsx"), Later(), "Do it now, or make it an issue.");

    [Fact]
    public void There_is_no_conditional_compilation() =>
        AssertNoLine(Repository.CSharpFiles, Conditional(), "One program is compiled for everybody.");

    [Fact]
    public void There_is_no_unsafe_code() =>
        Repository.AssertNone(
            (from file in Repository.CSharpFiles
             from line in Repository.CodeLines(file)
             where Unsafe().IsMatch(line.Code)
             select $"{file}:{line.Number} {line.Code.Trim()}")
            .Concat(Repository.WithEnding(".csproj", ".props", ".targets").Where(file => Repository.Text(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal))),
            "Unsafe code needs a design page first.");

    private static void AssertNoLine(IEnumerable<string> files, Regex pattern, string rule) =>
        Repository.AssertNone(
            from file in files
            from line in File.ReadLines(Repository.FullPath(file)).Select((text, index) => (Text: text, Number: index + 1))
            where pattern.IsMatch(line.Text)
            select $"{file}:{line.Number} {line.Text.Trim()}",
            rule);

    private static string ExpectedNamespace(string file)
    {
        var project = Project.Product.Where(project => file.StartsWith(project.Folder + "/", StringComparison.Ordinal)).MaxBy(project => project.Folder.Length);
        if (project is null)
        {
            return "(in no project)";
        }

        var folder = Path.GetDirectoryName(file)!.Replace('\\', '/')[project.Folder.Length..];
        return project.RootNamespace + folder.Replace('/', '.');
    }

    // The folders of a file, and the file itself if it is source.
    private static IEnumerable<string> Names(string file)
    {
        var parts = file.Split('/');
        var folders = parts[..^1];
        return file.EndsWith(".cs", StringComparison.Ordinal) ? folders.Append(Path.GetFileNameWithoutExtension(parts[^1])) : folders;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    [GeneratedRegex("(Utils?|Utilities|Helpers?|Common|Managers?|Base)$")]
    private static partial Regex EmptyName();

    // Written so that this file does not find itself.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|NotImplemente[d]Exception)\b")]
    private static partial Regex Later();

    [GeneratedRegex(@"^\s*#\s*(if|elif|else)\b")]
    private static partial Regex Conditional();

    // As a modifier, or at the head of a block.
    [GeneratedRegex(@"^\s*((global|using|public|private|protected|internal|static|sealed|partial|readonly|abstract|extern|async|override|virtual|new)\s+)*unsaf[e]\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Unsafe();
}
