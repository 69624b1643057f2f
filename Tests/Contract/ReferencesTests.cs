namespace PureEdge.Contract.Tests;

public sealed class ReferencesTests
{
    /// <summary>What each product project may reference. A new project belongs here, with as few references as it needs.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["PureEdge.Metering"] = [],
        ["PureEdge.Weaver"] = [],
        // The weaver runs in the build; nothing of it is in an output.
        ["PureEdge.Limits"] = ["PureEdge.Metering", "PureEdge.Weaver"],
        ["PureEdge.Wasm"] = ["PureEdge.Metering"],
        ["PureEdge.Engine"] = ["PureEdge.Limits", "PureEdge.Wasm"],
        ["PureEdge.Storage"] = [],
        ["PureEdge.AspNetCore"] = ["PureEdge.Engine", "PureEdge.Storage"],
        ["PureEdge.Cli"] = ["PureEdge.AspNetCore"],
    };

    [Fact]
    public void Product_projects_reference_each_other_in_one_direction_and_nothing_else()
    {
        Assert.NotEmpty(Project.Product);
        Repository.AssertNone(
            from project in Project.Product
            from reference in project.Projects
            where !Allowed.GetValueOrDefault(project.Name, []).Contains(reference, StringComparer.Ordinal)
            select $"{project.Name} references {reference}",
            "References point one way: Cli -> AspNetCore -> Engine -> Limits -> Metering.");
    }

    [Fact]
    public void Every_product_project_is_in_the_table_of_references() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Project.Product.Select(project => project.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void No_shared_build_file_adds_a_reference_between_projects() =>
        Repository.AssertNone(
            Repository.WithEnding(".props", ".targets").Where(file => Repository.Text(file).Contains("<ProjectReference", StringComparison.Ordinal)),
            "References between projects stand in the project files.");

    [Fact]
    public void Only_the_host_knows_ASP_NET() =>
        Repository.AssertNone(
            (from project in Project.Product
             where project.Frameworks.Count > 0 && project.Name is not ("PureEdge.AspNetCore" or "PureEdge.Cli")
             select $"{project.Name} references {string.Join(", ", project.Frameworks)}")
            .Concat(
                from file in Repository.ProductCSharpFiles
                where !file.StartsWith("Host/", StringComparison.Ordinal)
                from line in Repository.CodeLines(file)
                where line.Code.Contains("Microsoft.AspNetCore", StringComparison.Ordinal)
                select $"{file}:{line.Number}"),
            "Engine and Limits run without ASP.NET.");

    [Fact]
    public void The_command_sees_no_internals() =>
        Repository.AssertNone(
            Project.Product.Where(project => project.Friends.Any(friend => friend is "pureedge" or "PureEdge.Cli")).Select(project => project.Name),
            "Cli uses only what is public; these show it their internals.");

    [Fact]
    public void Esprima_is_in_no_product_project() =>
        Repository.AssertNone(
            Project.Product.Where(project => project.Packages.Any(package => package.StartsWith("Esprima", StringComparison.OrdinalIgnoreCase))).Select(project => project.File),
            "Esprima is the fuzzer's second parser, outside the product.");

    [Fact]
    public void Jint_is_only_read_by_the_weaver_and_compared_with() =>
        Repository.AssertNone(
            (from project in Project.All
             where project.Name is not ("PureEdge.Limits" or "PureEdge.Language.Tests" or "PureEdge.Bench") && project.Packages.Any(package => package is "Jint" or "Acornima")
             select project.File)
            .Concat(Output.Packages().Where(package => package is "Jint" or "Acornima").Select(package => "pureedge.deps.json: " + package)),
            "Product and tests run the metered Jint: set UsesMeteredJint and reference PureEdge.Limits.");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Text("PureEdge.sln").Replace('\\', '/');
        Repository.AssertNone(
            Project.All.Select(project => project.File).Where(file => !solution.Contains($"\"{file}\"", StringComparison.Ordinal)),
            "`dotnet test PureEdge.sln` builds and tests everything; these are not in it.");
    }

    [Fact]
    public void Every_package_version_has_a_comment_directly_above_it_that_says_why()
    {
        var versions = System.Xml.Linq.XDocument.Parse(Repository.Text("Directory.Packages.props")).Descendants("PackageVersion").ToList();
        Assert.NotEmpty(versions);
        Repository.AssertNone(
            versions.Where(version => version.PreviousNode is not System.Xml.Linq.XComment).Select(version => version.Attribute("Include")!.Value),
            "Directory.Packages.props says for each package why it is here.");
    }
}
