using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Targets;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>The committed cases: <c>Corpus/TARGET/NAME.js</c>, seeds of mutation and rows of a test. Each says in its first comment what it once found.</summary>
internal static class Corpus
{
    /// <summary>Where the cases lie beside the executable.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>All cases, by file, in the order of their names.</summary>
    public static IEnumerable<(string File, FuzzCase Case)> All()
    {
        if (!Directory.Exists(Folder))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(Folder, "*.js", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var target = Path.GetFileName(Path.GetDirectoryName(file))!;
            yield return (Path.GetRelativePath(Folder, file).Replace('\\', '/'), FuzzCase.Parse(File.ReadAllText(file)) with { Target = target });
        }
    }

    /// <summary>What the targets begin with.</summary>
    public static IEnumerable<FuzzCase> Seeds(IReadOnlyList<IFuzzTarget> targets) =>
        All().Select(static pair => pair.Case).Where(seed => seed.Form == CaseForm.Handler && targets.Any(target => target.Name == seed.Target));
}
