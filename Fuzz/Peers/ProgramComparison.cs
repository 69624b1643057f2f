using PureEdge.Fuzz.Oracles;

namespace PureEdge.Fuzz.Peers;

/// <summary>Compares what a program said with what it says in Node.js, line by line.</summary>
internal static class ProgramComparison
{
    private const string Said = "= ";

    // What Node.js says of an assertion of its own that failed.
    private const string FaultOfNode = "a bug in Node.js";

    /// <summary>The first difference that the table does not explain.</summary>
    /// <param name="text">The program: a statement in each line, which says one thing.</param>
    /// <param name="output">What the worker gave out.</param>
    /// <param name="peer">Node.js.</param>
    public static Breach? Compare(string text, string output, NodePeer peer)
    {
        var answer = peer.Ask(new { text });
        if (answer.TryGetProperty("failed", out var failed))
        {
            if (failed.GetString()!.Contains(FaultOfNode, StringComparison.Ordinal))
            {
                return null;
            }

            return new("peer", "program: no answer", $"Node.js gave no answer: {failed.GetString()}");
        }

        var statements = text.Split('\n').Where(static line => line.Contains("say(", StringComparison.Ordinal)).ToArray();
        var ours = output.Split('\n').Where(static line => line.StartsWith(Said, StringComparison.Ordinal)).ToArray();
        var theirs = answer.GetProperty("lines").EnumerateArray().Select(static line => line.GetString()!).ToArray();
        if (ours.Length != statements.Length || theirs.Length != statements.Length)
        {
            return new("peer", "program: lines", $"Of {statements.Length} statements {ours.Length} said something here, and {theirs.Length} in Node.js.");
        }

        for (var i = 0; i < statements.Length; i++)
        {
            if (ours[i] != theirs[i] && !PeerDifferences.Explains(statements[i], ours[i], theirs[i]))
            {
                return new("peer", $"program: {ours[i][Said.Length..].Split(' ')[0]}", $"{statements[i]}\nhere    {ours[i]}\nNode.js {theirs[i]}");
            }
        }

        return null;
    }
}
