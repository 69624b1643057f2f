using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>What the prelude looks for from inside: objects of another realm or of the host, code that goes on after a kill, dirty memory.</summary>
internal sealed class EscapeOracle : IOracle
{
    private const string Mark = "ESCAPE ";

    public string Promise => "a script finds nothing of the host, and nothing goes on after a kill";

    public Breach? Judge(CaseRun run)
    {
        var at = run.Output.IndexOf(Mark, StringComparison.Ordinal);
        // Only lines of the prelude count, and not text that a case made up.
        if (at < 0 || (at > 0 && run.Output[at - 1] != '\n'))
        {
            return null;
        }

        var line = run.Output[(at + Mark.Length)..].Split('\n')[0];
        // Names that the case itself gives to members are its own, as in Object.groupBy(["GetType"], (x) => x).
        var names = line.StartsWith("host member ", StringComparison.Ordinal) ? line["host member ".Length..] : line == "foreign realm" ? "hasOwnProperty" : null;
        return names is not null && run.Case.Text.Contains(names, StringComparison.Ordinal) ? null : new("escape", line, run.Output);
    }
}
