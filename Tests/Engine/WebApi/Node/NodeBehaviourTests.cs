namespace PureEdge.Engine.Tests.WebApi.Node;

/// <summary>What Node.js makes of an expression (expected.txt, written by write-expected.mjs with Node.js itself) is what PureEdge makes of it.</summary>
public class NodeBehaviourTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "WebApi", "Node");

    public static TheoryData<string, string> Cases()
    {
        var expressions = File.ReadAllLines(Path.Combine(Folder, "expressions.txt")).Where(static line => line.Length > 0 && line[0] != '#');
        TheoryData<string, string> cases = [];
        foreach (var (expression, expected) in expressions.Zip(File.ReadAllLines(Path.Combine(Folder, "expected.txt"))))
        {
            cases.Add(expression, expected);
        }

        return cases;
    }

    [Fact]
    public void Each_expression_has_a_result() => Assert.Equal(
        File.ReadAllLines(Path.Combine(Folder, "expressions.txt")).Count(static line => line.Length > 0 && line[0] != '#'),
        File.ReadAllLines(Path.Combine(Folder, "expected.txt")).Length);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_expression_gives_what_it_gives_in_Node(string expression, string expected) =>
        Assert.Equal(expected, await NodeWorker.JsonAsync(expression));
}
