using System.Globalization;
using System.Text.RegularExpressions;

namespace PureEdge.Hostile.Tests.Attacks;

/// <summary>The module graphs that <c>chain:N</c>, <c>tla:N</c>, <c>star:N</c>, <c>loop:</c> and <c>self</c> stand for.</summary>
internal static partial class Graphs
{
    /// <summary>Replaces the specifiers by names of generated modules.</summary>
    /// <param name="source">The attack.</param>
    /// <param name="self">The specifier of the module that holds the attack.</param>
    /// <param name="most">The largest N that is generated; larger ones are cut down to it.</param>
    /// <returns>The attack as it stands in a bundle, and the modules it needs there.</returns>
    public static (string Source, IReadOnlyList<(string Name, string Source)> Modules) Expand(string source, string self, int most)
    {
        Dictionary<string, string> modules = new(StringComparer.Ordinal);
        string expanded = Specifier().Replace(source, match =>
        {
            string kind = match.Groups["kind"].Value;
            if (kind == "self")
            {
                return $"\"{self}\"";
            }

            int length = match.Groups["n"].Success ? Math.Min(most, int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture)) : 0;
            for (int i = 0; i <= length; i++)
            {
                modules[FileName(kind, i)] = Module(kind, i);
            }

            return $"\"./{FileName(kind, length)}\"";
        });
        return (expanded, [.. modules.Select(module => (module.Key, module.Value))]);
    }

    private static string FileName(string kind, int i) => $"{kind}-{i}.mjs";

    private static string Module(string kind, int i) => (kind, i) switch
    {
        ("loop", _) => "for(;;){}",
        ("star", 0) => "export const z = 0;",
        ("star", _) => $"""export * from "./{FileName(kind, i - 1)}";export * from "./{FileName(kind, i - 1)}";export const s{i} = {i};""",
        ("chain", 0) => "export default 0;",
        ("tla", 0) => "await 0;export default 0;",
        ("chain", _) => $"""import v from "./{FileName(kind, i - 1)}";export default v + 1;""",
        _ => $"""import v from "./{FileName(kind, i - 1)}";await 0;export default v + 1;""",
    };

    [GeneratedRegex(@"""(?<kind>chain|tla|star):(?<n>\d+)""|""(?<kind>loop):""|""(?<kind>self)""")]
    private static partial Regex Specifier();
}
