using System.Globalization;

namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>A killed request knows where its fuel went.</summary>
public class FuelSamplesTests
{
    [Fact]
    public void The_statements_that_took_most_come_first_with_their_shares()
    {
        var hottest = Killed("""
            let a = 0, b = 0;
            for (;;) {
              for (let i = 0; i < 8000; i++)
                a++;
              for (let i = 0; i < 2000; i++)
                b++;
            }
            """);
        Assert.Equal([4, 6], hottest.Take(2).Select(h => h.Location.Start.Line));
        Assert.InRange(hottest[0].Share, 0.7, 0.9);
        Assert.InRange(hottest[1].Share, 0.1, 0.3);
        Assert.InRange(hottest.Sum(h => h.Share), 0.99, 1.01);
    }

    [Fact]
    public void One_statement_among_many_is_not_lost_and_memory_is_bounded()
    {
        // Blocks of statements that each run longer than a slice, one of them for a quarter of all work.
        var others = string.Join("\n", Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"for (let i = 0; i < 3000; i++) n = {i};")));
        var hottest = Killed($"let n = 0;\nfor (;;) {{\nfor (let i = 0; i < 300000; i++) n = 0;\n{others}\n}}", 5_000);
        Assert.Equal(32, hottest.Count);
        Assert.Equal(3, hottest[0].Location.Start.Line);
        Assert.InRange(hottest[0].Share, 0.2, 0.35);
    }

    [Fact]
    public void A_built_in_counts_for_the_statement_that_calls_it()
    {
        var hottest = Killed("const list = Array(20000).fill(1);\nfor (;;) {\n  list.indexOf(2);\n}");
        Assert.Equal(3, hottest[0].Location.Start.Line);
        Assert.InRange(hottest[0].Share, 0.9, 1);
    }

    private static IReadOnlyList<HotStatement> Killed(string script, int milliseconds = 500)
    {
        var (outcome, session) = LimitedEngine.Run(script, LimitedEngine.Patient with { CpuMilliseconds = milliseconds });
        Assert.Equal("killed: Cpu", outcome);
        return session.Exceeded!.Hottest;
    }
}
