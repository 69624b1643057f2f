using System.Collections.Concurrent;
using System.Globalization;
using Esprima;
using Esprima.Ast;

namespace PureEdge.Fuzz.Mutation;

/// <summary>
/// Changes programs by their syntax trees: Esprima.NET says where the nodes are, and the text of some of them is wrapped, scaled,
/// repeated, left out, or comes from another program.
/// </summary>
internal static class AstMutator
{
    // As a script's body is read: a function whose body it is, so that await and return are allowed.
    private const string Before = "async function body(request, env, ctx) {\n";
    private const string After = "\n}";

    private static readonly string[] Wrappers =
    [
        "new Proxy(Object($0), {{}})", "(() => $0)()", "({{ get a() {{ return $0; }} }}).a", "(await (async () => $0)())", "[...(function* () {{ yield $0; }})()][0]", "(class {{ static a = $0; }}).a", "[$0][0]", "structuredClone($0)", "({{ valueOf() {{ return $0; }} }})", "({{ then(f) {{ f($0); }} }})",
        "Object.create(Object($0))", "String($0)", "[$0, $0]", "({{ [Symbol.iterator]: function* () {{ yield $0; }} }})", "Object.freeze($0)", "($0, $0)", "new Proxy(Object($0), {{ get(t, p, r) {{ return Reflect.get(t, p); }}, has() {{ return true; }} }})", "({{ length: $0 }})", "Array($0)", "() => $0", "BigInt($0)", "({{ toString: () => $0 }})",
    ];

    private const int MostParsed = 1_000;

    // Trees are not changed; on any thread.
    private static readonly ConcurrentDictionary<string, List<Node>?> Parsed = new(StringComparer.Ordinal);

    /// <summary>A changed body, or the body itself when no change of it parses.</summary>
    /// <param name="body">The body of a handler.</param>
    /// <param name="other">Another body, from which nodes may come.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="changes">How many changes are tried at once, each in a place of its own.</param>
    public static string Mutate(string body, string other, Random random, int changes = 1)
    {
        if (Nodes(body) is not { } nodes || nodes.Count == 0)
        {
            return body;
        }

        for (var attempt = 0; attempt < 4; attempt++)
        {
            var edits = new List<Edit>();
            for (var i = 0; i < Math.Max(1, changes >> attempt); i++)
            {
                if (Change(body, nodes, other, random) is { } edit && edits.TrueForAll(done => edit.End <= done.Start || done.End <= edit.Start))
                {
                    edits.Add(edit);
                }
            }

            // From the end, so that all places stay where the tree says.
            var changed = edits.OrderByDescending(static edit => edit.Start).ThenByDescending(static edit => edit.End).Aggregate(body, static (text, edit) => text[..edit.Start] + edit.Text + text[edit.End..]);
            // Esprima.NET is lax where a target of assignment may stand, and is not asked: the product has the last word.
            if (changed != body && Parsers.ParserComparison.Accepts(new Programs.FuzzCase("ast", Programs.CaseForm.Handler, changed).WorkerSource))
            {
                return changed;
            }
        }

        return body;
    }

    /// <summary>Bodies with a statement or an argument left out, or an expression made simple, largest first: for a minimiser.</summary>
    public static IEnumerable<string> Smaller(string body)
    {
        if (Nodes(body) is not { } nodes)
        {
            yield break;
        }

        foreach (var node in nodes.OrderByDescending(static n => n.Range.End - n.Range.Start).Take(400))
        {
            if (node is Statement)
            {
                yield return Apply(body, Replace(node, ""));
                // The inside of a block in the place of what it is in.
                foreach (var inner in node.ChildNodes.Where(static child => child is BlockStatement))
                {
                    var inside = TextOf(body, inner);
                    yield return Apply(body, Replace(node, inside[1..^1]));
                }
            }
            else if (node is Expression && TextOf(body, node) is not ("0" or "k" or "x"))
            {
                foreach (var child in node.ChildNodes.Where(static child => child is Expression))
                {
                    yield return Apply(body, Replace(node, TextOf(body, child)));
                }

                yield return Apply(body, Replace(node, "0"));
            }
        }
    }

    private static Edit? Change(string body, List<Node> nodes, string other, Random random)
    {
        switch (random.Next(7))
        {
            case 0 when Any(nodes, static n => n is Literal, random) is { } literal:
                return Replace(literal, Scale(literal, TextOf(body, literal), random));
            case 1 when Any(nodes, static n => n is Statement, random) is { } left:
                return Replace(left, "");
            case 2 when Any(nodes, static n => n is Statement, random) is { } statement:
                return Replace(statement, $"{TextOf(body, statement)} {TextOf(body, statement)}");
            case 3 when Any(nodes, static n => n is Expression, random) is { } replaced && Any(Nodes(other), static n => n is Expression, random) is { } theirs:
                return Replace(replaced, TextOf(other, theirs));
            case 4 when Any(nodes, static n => n is Statement, random) is { } place && Any(Nodes(other), static n => n is Statement, random) is { } more:
                return Insert(place, TextOf(other, more) + "\n");
            case 5 when Any(nodes, static n => n is Statement, random) is { } repeated:
                return Replace(repeated, $"{{ let t = 0; while (t++ < {1 << random.Next(1, 14)}) {{ {TextOf(body, repeated)} }} }}");
            default:
                return Any(nodes, static n => n is Expression, random) is { } wrapped
                    ? Replace(wrapped, $"({Wrappers[random.Next(Wrappers.Length)].Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal).Replace("$0", TextOf(body, wrapped), StringComparison.Ordinal)})")
                    : null;
        }
    }

    private static Node? Any(List<Node>? nodes, Func<Node, bool> isMeant, Random random)
    {
        var count = nodes?.Count(isMeant) ?? 0;
        return count == 0 ? null : nodes!.Where(isMeant).ElementAt(random.Next(count));
    }

    private static string Scale(Node literal, string text, Random random) => literal is Literal { TokenType: TokenType.StringLiteral }
        ? string.Create(CultureInfo.InvariantCulture, $"{text}.repeat({1L << random.Next(1, 20)})")
        : random.Next(4) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{(1L << random.Next(1, 53)) - random.Next(2)}"),
            1 => $"(-{text})",
            2 => $"({text} * {1 << random.Next(1, 12)})",
            _ => "NaN",
        };

    private static Edit Replace(Node node, string text) => new(node.Range.Start - Before.Length, node.Range.End - Before.Length, text);

    private static Edit Insert(Node node, string text) => new(node.Range.Start - Before.Length, node.Range.Start - Before.Length, text);

    private static string Apply(string body, Edit edit) => body[..edit.Start] + edit.Text + body[edit.End..];

    private static string TextOf(string body, Node node) => body[(node.Range.Start - Before.Length)..(node.Range.End - Before.Length)];

    // The nodes inside the body, or nothing when it does not parse. Seeds come again and again.
    private static List<Node>? Nodes(string body)
    {
        if (!Parsed.TryGetValue(body, out var nodes))
        {
            if (Parsed.Count >= MostParsed)
            {
                Parsed.Clear();
            }

            Parsed[body] = nodes = Parse(body);
        }

        return nodes;
    }

    private static List<Node>? Parse(string body)
    {
        try
        {
            var program = new JavaScriptParser().ParseModule(Before + body + After);
            if (program.Body is not [FunctionDeclaration function])
            {
                return null;
            }

            var found = new List<Node>();
            foreach (var child in function.Body.ChildNodes)
            {
                Collect(child, found);
            }

            return found;
        }
        catch (Exception e) when (e is ParserException or ArgumentException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    private static void Collect(Node node, List<Node> found)
    {
        found.Add(node);
        foreach (var child in node.ChildNodes)
        {
            if (child is not null)
            {
                Collect(child, found);
            }
        }
    }

    // A part of a body, and what comes in its place.
    private sealed record Edit(int Start, int End, string Text);
}
