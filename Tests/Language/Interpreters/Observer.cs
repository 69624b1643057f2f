using System.Reflection;

namespace PureEdge.Language.Tests.Interpreters;

/// <summary>What both interpreters are given alike, and the words in which the host tells what no script can tell.</summary>
internal static class Observer
{
    /// <summary>The name that scripts have in stack traces.</summary>
    public const string ScriptName = "check.js";

    /// <summary>Statements after which plain Jint ends a check; the fuel of metered Jint lasts for half as many again.</summary>
    public const int MaxStatements = 1_000_000;

    /// <summary>The outcome of a check that does not end.</summary>
    public const string RunsTooLong = "ended: it runs too long";

    /// <summary>What the clock says: it stands still.</summary>
    public static readonly DateTimeOffset Now = new(2026, 2, 28, 23, 59, 58, 987, TimeSpan.Zero);

    public static string Folder { get; } =
        typeof(Observer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(x => x.Key == "LanguageFolder").Value!;

    public static string Source { get; } = $"({Script("walk.js")})(({Script("observe.js")})())";

    public static string Refusal(string code, int line, int column, int index, string message) => $"refused: {code} at {line}:{column} ({index}): {message}";

    public static string Unexpected(Exception error) => $"ended: {error.GetType().Name}: {error.Message}";

    private static string Script(string name) => File.ReadAllText(Path.Combine(Folder, "Interpreters", name));
}
