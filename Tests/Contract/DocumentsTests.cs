using System.Text.Json;
using System.Text.RegularExpressions;

namespace PureEdge.Contract.Tests;

public sealed partial class DocumentsTests
{
    private const int MostLines = 100;

    [Fact]
    public void Every_limit_has_a_row_in_the_page_about_limits()
    {
        var page = Repository.Text("Docs/limits.md");
        const string Property = "PureEdge.Limits.ExecutionLimits.";
        Repository.AssertNone(
            Repository.Text("Limits/Sandbox/PublicAPI.Unshipped.txt").Split('\n')
                .Where(line => line.StartsWith(Property, StringComparison.Ordinal) && line.EndsWith(".init -> void", StringComparison.Ordinal))
                .Select(line => line[Property.Length..^".init -> void".Length])
                .Where(name => !page.Contains($"| `{name}` |", StringComparison.Ordinal) && !page.Contains($"| parsing | `{name}`", StringComparison.Ordinal)),
            "Docs/limits.md says of each limit what it counts, its default and range, and what happens past it; missing are");
    }

    [Fact]
    public void Every_top_level_folder_has_a_short_README()
    {
        var folders = Repository.Files.Select(Repository.TopFolder).Where(folder => folder is not "" && folder[0] != '.').Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(folders);
        Repository.AssertNone(
            from folder in folders
            let file = Repository.FullPath(folder + "/README.md")
            let lines = File.Exists(file) ? File.ReadLines(file).Count() : 0
            where lines is 0 or > MostLines
            select $"{folder}/README.md: {lines} lines",
            $"Each top-level folder has a README.md of at most {MostLines} lines: purpose, key types, where to look, rules, pitfalls.");
    }

    [Fact]
    public void The_notices_name_every_package_that_ships_with_its_licence()
    {
        var notices = Repository.Text("THIRD-PARTY-NOTICES.md");
        var packages = Output.Packages();
        Assert.NotEmpty(packages);
        Repository.AssertNone(
            packages.Where(package => !Regex.IsMatch(notices, $@"^\| {Regex.Escape(package)} \| (?=\S)", RegexOptions.Multiline)),
            "THIRD-PARTY-NOTICES.md has a row for each package of the product.");
    }

    [Fact]
    public void No_file_names_a_package_registry() =>
        AssertNoText(RegistryHost(), "Where packages come from is the machine's setting, not ours.");

    [Fact]
    public void No_file_names_a_path_of_a_machine()
    {
        AssertNoText(MachinePath(), "A path of one machine means nothing on another.");
        AssertNoText(new Regex(Regex.Escape(Repository.Root.Replace('\\', '/').TrimEnd('/')) + "(?![\\w-])"), "The path of this very clone stands in a file.");
    }

    [Theory]
    [InlineData("see https://{0}.example.org/x", "registry", true)]
    [InlineData("https://api.{0}.org/v3", "nuget", true)]
    [InlineData("{0}=http://10.0.0.1/", "registry", true)]
    [InlineData("https://github.com/dotnet/{0}", "nuget", false)]
    [InlineData("https://github.com/sebastienros/jint", "", false)]
    public void A_package_registry_is_seen(string text, string word, bool isSeen) =>
        Assert.Equal(isSeen, RegistryHost().IsMatch(string.Format(null, text, word)));

    [Theory]
    [InlineData("open \"/{0}/somebody/x\"", "home", true)]
    [InlineData("C:\\{0}\\somebody", "Users", true)]
    [InlineData("http://a.test/{0}/page", "home", false)]
    [InlineData("'/about'", "", false)]
    public void A_path_of_a_machine_is_seen(string text, string word, bool isSeen) =>
        Assert.Equal(isSeen, MachinePath().IsMatch(string.Format(null, text, word)));

    [Fact]
    public void No_lock_file_says_where_packages_come_from() =>
        Repository.AssertNone(
            from file in Repository.WithEnding("package-lock.json")
            where HasResolved(JsonDocument.Parse(Repository.Text(file)).RootElement)
            select file,
            "Lock files are written with omit-lockfile-registry-resolved=true.");

    private static bool HasResolved(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property => property.NameEquals("resolved") || HasResolved(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HasResolved),
        _ => false,
    };

    private static void AssertNoText(Regex pattern, string rule) =>
        Repository.AssertNone(
            from file in Repository.Files
            where !file.EndsWith(".bin", StringComparison.Ordinal) && !file.EndsWith(".png", StringComparison.Ordinal)
            from line in File.ReadLines(Repository.FullPath(file)).Select((text, index) => (Text: text, Number: index + 1))
            let match = pattern.Match(line.Text)
            where match.Success
            select $"{file}:{line.Number} {match.Value}",
            rule);

    // A host name with a word that registries and their mirrors have in theirs; or a setting that names one.
    [GeneratedRegex(@"://[^/\s""'`<>()?#]*\b(registry|nuget|npmjs|npm|mirror|artifactory|pypi|deb\.debian)\b[^/\s""'`<>()?#]*|^\s*registry\s*=|/v3/index\.json|<packageSource[s]>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex RegistryHost();

    // Not what follows a host name or another folder.
    [GeneratedRegex(@"(?<![\w.:/*\]})-])/(home|Users|root|work)/\w|\b[A-Za-z]:\\+(Users|home|work)\\")]
    private static partial Regex MachinePath();
}
