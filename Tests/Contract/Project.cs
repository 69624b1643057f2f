using System.Xml.Linq;

namespace PureEdge.Contract.Tests;

/// <summary>What a project file says.</summary>
internal sealed record Project(string File, string Name, string RootNamespace, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, IReadOnlyList<string> Frameworks, IReadOnlyList<string> Friends)
{
    public static IReadOnlyList<Project> All { get; } = [.. Repository.WithEnding(".csproj").Select(Read)];

    public static IEnumerable<Project> Product => All.Where(project => Repository.IsProduct(project.File));

    public string Folder => Path.GetDirectoryName(File)!.Replace('\\', '/');

    private static Project Read(string file)
    {
        var xml = XDocument.Parse(Repository.Text(file));
        return new(
            file,
            Path.GetFileNameWithoutExtension(file),
            xml.Descendants("RootNamespace").SingleOrDefault()?.Value ?? "",
            [.. Included("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            [.. Included("PackageReference")],
            [.. Included("FrameworkReference")],
            [.. Included("InternalsVisibleTo")]);

        IEnumerable<string> Included(string item) => xml.Descendants(item).Select(each => each.Attribute("Include")?.Value ?? "");
    }
}
