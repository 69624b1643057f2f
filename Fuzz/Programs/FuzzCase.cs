using System.Globalization;
using System.Text;
using PureEdge.Fuzz.Programs.Forms;

namespace PureEdge.Fuzz.Programs;

/// <summary>How the text of a case is run.</summary>
internal enum CaseForm
{
    /// <summary>The body of a handler, with what <c>prelude.js</c> exports.</summary>
    Handler,

    /// <summary>A whole worker, as it is.</summary>
    Worker,

    /// <summary>Source for the parsers only.</summary>
    Source,

    /// <summary>The name of a parser of the host in a line, then its input (<see cref="Running.HostParsers"/>). No worker runs.</summary>
    Input,
}

/// <summary>A case: a text, and how it is run. Written to a file it can be run again on any machine.</summary>
/// <param name="Target">The target that made it.</param>
/// <param name="Form">How it is run.</param>
/// <param name="Text">The text.</param>
/// <param name="Seed">The seed of the campaign.</param>
/// <param name="Index">Its number in the campaign.</param>
internal sealed record FuzzCase(string Target, CaseForm Form, string Text, ulong Seed = 0, long Index = 0)
{
    /// <summary>The first line of a handler that must be answered.</summary>
    public const string Answers = "// must be answered";

    /// <summary>The first line of a handler that has the modules of Node.js.</summary>
    public const string Node = "// nodejs_compat";

    /// <summary>The first line of a handler that costs so many units of fuel at least.</summary>
    public const string Costs = "// costs at least ";

    /// <summary>The line of a handler whose module was changed after it was made, so that it may be no module.</summary>
    public const string Broken = "// broken";

    /// <summary>The first line of a handler that Node.js must answer alike: each line behind it says one thing (Peers/show.js).</summary>
    public const string AsNode = "// as Node.js";

    /// <summary>The first line of a handler that means the same wherever it stands (<see cref="CaseShape"/>).</summary>
    public const string AnyForm = "// in any form";

    private const string Mark = "// pureedge-fuzz";
    private const string WasmMark = "// wasm ";

    /// <summary>The source of the worker that runs it.</summary>
    public string WorkerSource => Form == CaseForm.Worker ? Text : $$"""
        import { k, line, note, failed, survived, walk, finish } from './prelude.js';{{(NeedsShow ? "import { show, sayer } from './show.js'; const say = sayer(line);" : "")}}
        {{Shaped.Outside}}export default { async fetch(request, env, ctx) {
        {{Shaped.Body}}
        return finish();
        } };
        """;

    /// <summary>The source of the module <c>part.js</c> that the worker has beside it, or <see langword="null"/>.</summary>
    public string? Part => Shaped.Part;

    /// <summary>Where its code stands.</summary>
    public Shape Shape { get; init; }

    /// <summary>Whether it has the module <c>show.js</c>.</summary>
    public bool NeedsShow => IsForPeer || MayStandAnywhere;

    /// <summary>Whether it means the same in every <see cref="Shape"/>.</summary>
    public bool MayStandAnywhere => Form == CaseForm.Handler && HasLine(Text, AnyForm);

    private (string Outside, string Body, string? Part) Shaped => CaseShape.Of(Text, Shape);

    /// <summary>The bytes of the module <c>m.wasm</c> that the worker has beside it, or <see langword="null"/>.</summary>
    public byte[]? Wasm
    {
        get
        {
            var line = Text.Split('\n').FirstOrDefault(static line => line.StartsWith(WasmMark, StringComparison.Ordinal));
            var digits = line?[WasmMark.Length..].Where(char.IsAsciiHexDigit).ToArray();
            return digits is null ? null : Convert.FromHexString(digits.AsSpan(0, digits.Length & ~1));
        }
    }

    /// <summary>The compatibility flags of its worker.</summary>
    public IReadOnlyList<string> Flags => Form == CaseForm.Handler && HasLine(Text, Node) ? NodeFlags : [];

    /// <summary>The flags that bring the modules of Node.js.</summary>
    public static IReadOnlyList<string> NodeFlags { get; } = ["nodejs_compat"];

    /// <summary>Whether the case may neither be killed nor fail: what it does is promised to workers.</summary>
    public bool MustBeAnswered => HasLine(Text, Answers);

    /// <summary>Whether Node.js must answer alike.</summary>
    public bool IsForPeer => Form == CaseForm.Handler && HasLine(Text, AsNode);

    /// <summary>Whether nothing is known of its module.</summary>
    public bool IsBroken => HasLine(Text, Broken);

    /// <summary>What it costs at least, in units of fuel, if it says so.</summary>
    public long? LeastFuel =>
        Text.StartsWith(Costs, StringComparison.Ordinal) && long.TryParse(Text.Split('\n')[0][Costs.Length..], CultureInfo.InvariantCulture, out var least) ? least : null;

    /// <summary>The line that gives a handler the module <c>m.wasm</c>.</summary>
    public static string WithWasm(byte[] module) => WasmMark + Convert.ToHexStringLower(module);

    /// <summary>
    /// Whether a text says itself when a promise is broken. Such a text is neither changed nor made smaller: what is left would say so
    /// without a reason.
    /// </summary>
    public static bool HasMark(string text) =>
        text.Contains("ESCAPE ", StringComparison.Ordinal) || text.Contains("survived(", StringComparison.Ordinal) || HasLine(text, Answers) || HasLine(text, Costs);

    /// <summary>
    /// Whether a text may be changed into other cases. One that is compared with Node.js, or with itself elsewhere, keeps to rules that its changes
    /// would not.
    /// </summary>
    public static bool MayBeMutated(string text) => !HasMark(text) && !HasLine(text, AsNode) && !HasLine(text, AnyForm);

    private static bool HasLine(string text, string mark) =>
        text.StartsWith(mark, StringComparison.Ordinal) || text.Contains('\n' + mark, StringComparison.Ordinal);

    public string ToFile() => string.Create(
        CultureInfo.InvariantCulture, $"{Mark} target={Target} form={Form} seed={Seed} case={Index}\n{Text}\n");

    /// <summary>Reads what <see cref="ToFile"/> wrote; a file without its first line is a whole worker.</summary>
    public static FuzzCase Parse(string file)
    {
        var end = file.IndexOf('\n', StringComparison.Ordinal);
        if (!file.StartsWith(Mark, StringComparison.Ordinal) || end < 0)
        {
            return new("file", CaseForm.Worker, file);
        }

        var words = file[Mark.Length..end].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static word => word.Split('=', 2)).Where(static pair => pair.Length == 2).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        return new(
            words.GetValueOrDefault("target", "file"),
            Enum.TryParse<CaseForm>(words.GetValueOrDefault("form", "Worker"), out var form) ? form : CaseForm.Worker,
            file[(end + 1)..].TrimEnd('\n'),
            ulong.TryParse(words.GetValueOrDefault("seed"), CultureInfo.InvariantCulture, out var seed) ? seed : 0,
            long.TryParse(words.GetValueOrDefault("case"), CultureInfo.InvariantCulture, out var index) ? index : 0);
    }

    /// <summary>The worker's text as JavaScript has it in a literal.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                < ' ' or > '~' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
