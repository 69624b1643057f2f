using PureEdge.Fuzz.Parsers;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>Both parsers accept or refuse the same sources, and see the same nodes in them.</summary>
internal sealed class ParserOracle : IOracle
{
    private const int MostLength = 4_000;

    public string Promise => "two independent parsers agree";

    public bool JudgesCase => true;

    public Breach? Judge(CaseRun run) =>
        run.Case is { Form: CaseForm.Source, Target: "grammar", Text.Length: <= MostLength } ? Compare(run.Case.Text, isModule: false) ?? Compare(run.Case.Text, isModule: true) : null;

    /// <summary>What the parsers differ in, unless it is in the table of known differences.</summary>
    public static Breach? Compare(string source, bool isModule)
    {
        var ours = ParserComparison.Acornima(source, isModule);
        var other = ParserComparison.Esprima(source, isModule);
        if (ours.Accepts == other.Accepts && (!ours.Accepts || ours.Shape == other.Shape))
        {
            return null;
        }

        if (other.Error.StartsWith("(fault of Esprima)", StringComparison.Ordinal) || DifferenceTable.Explains(source, ours, other))
        {
            return null;
        }

        var goal = isModule ? "module" : "script";
        return ours.Accepts == other.Accepts
            ? new("parsers", $"{goal}: shape {FirstDifference(ours.Shape, other.Shape)}", $"As a {goal}, Acornima sees\n{ours.Shape}\nand Esprima.NET\n{other.Shape}")
            : new("parsers", $"{goal}: {(ours.Accepts ? "only Acornima accepts: " + Plain(other.Error) : "only Esprima accepts: " + Plain(ours.Error))}", $"As a {goal}, Acornima {Say(ours)}; Esprima.NET {Say(other)}.");
    }

    private static string Say(ParserVerdict verdict) => verdict.Accepts ? "accepts" : $"refuses ({verdict.Error})";

    private static string Plain(string error) => new([.. error.Split(": ").Last().Split('\'')[0].TakeWhile(static c => c is not ('(' or '\n')).Where(static c => !char.IsAsciiDigit(c))]);

    private static string FirstDifference(string a, string b)
    {
        var at = a.Zip(b).TakeWhile(static pair => pair.First == pair.Second).Count();
        var from = a[..at].LastIndexOfAny(['(', ')']) + 1;
        return $"{Word(a, from)} / {Word(b, from)}";

        static string Word(string text, int from) => text[from..].Split('(', ')')[0];
    }
}
