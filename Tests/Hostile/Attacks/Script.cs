using System.Globalization;
using System.Text.RegularExpressions;

namespace PureEdge.Hostile.Tests.Attacks;

/// <summary>What a script's ending says about it; Scripts/README.md has the table.</summary>
internal enum ScriptKind
{
    /// <summary><c>NAME.js</c>.</summary>
    Script,

    /// <summary><c>NAME.gen.js</c>: its completion value is a script.</summary>
    GeneratedScript,

    /// <summary><c>NAME.genm.js</c>: its completion value is a module.</summary>
    GeneratedModule,

    /// <summary><c>NAME.multi.js</c>: <c>main(i)</c> is called again and again.</summary>
    Calls,

    /// <summary><c>NAME.mjs</c>.</summary>
    Module,
}

/// <summary>One hostile script.</summary>
/// <param name="Name">Its path below Scripts.</param>
/// <param name="Kind">What its ending says.</param>
/// <param name="Text">The file's text.</param>
internal sealed partial record Script(string Name, ScriptKind Kind, string Text)
{
    private const int DefaultCalls = 200;

    private readonly Lazy<string> _source = new(() => Kind is ScriptKind.GeneratedScript or ScriptKind.GeneratedModule ? Generate(Name, Text) : Text);

    public string Folder => Name[..Name.LastIndexOf('/')];

    /// <summary>The attack: the text, or what the text generates.</summary>
    public string Source => _source.Value;

    /// <summary>Whether it is to be tried with relaxed limits too.</summary>
    public bool IsRelaxed => Text.Contains("//RELAXED", StringComparison.Ordinal);

    /// <summary>How often <c>main</c> is called.</summary>
    public int Calls => CallsDirective().Match(Text) is { Success: true } match ? int.Parse(match.Groups["calls"].ValueSpan, CultureInfo.InvariantCulture) : DefaultCalls;

    /// <summary>Whether something of it may run after its last statement, so that the worker waits before it answers.</summary>
    public bool GoesOnLater => Later().IsMatch(Text);

    public bool UsesHost => HostName().IsMatch(Text);

    public static Script Parse(string name, string text) => new(name, KindOf(name), text);

    public override string ToString() => Name;

    private static ScriptKind KindOf(string name) => name switch
    {
        _ when name.EndsWith(".gen.js", StringComparison.Ordinal) => ScriptKind.GeneratedScript,
        _ when name.EndsWith(".genm.js", StringComparison.Ordinal) => ScriptKind.GeneratedModule,
        _ when name.EndsWith(".multi.js", StringComparison.Ordinal) => ScriptKind.Calls,
        _ when name.EndsWith(".mjs", StringComparison.Ordinal) => ScriptKind.Module,
        _ when name.EndsWith(".js", StringComparison.Ordinal) => ScriptKind.Script,
        _ => throw new InvalidDataException($"\"{name}\" has none of the endings of Scripts/README.md."),
    };

    private static string Generate(string name, string text)
    {
        using Jint.Engine engine = new();
        return engine.Evaluate(text, name).ToString();
    }

    [GeneratedRegex(@"^//CALLS (?<calls>\d+)", RegexOptions.Multiline)]
    private static partial Regex CallsDirective();

    [GeneratedRegex(@"hostTask|import\(|setTimeout|setInterval|queueMicrotask|await|async|Async|Promise|\.then\(|FinalizationRegistry")]
    private static partial Regex Later();

    [GeneratedRegex(@"\bhost[A-Z]")]
    private static partial Regex HostName();
}
