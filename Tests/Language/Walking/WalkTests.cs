using System.Globalization;
using PureEdge.Language.Tests.Differences;
using PureEdge.Language.Tests.Interpreters;
using Xunit.Abstractions;

namespace PureEdge.Language.Tests.Walking;

/// <summary>Every function that a script can reach, called on and with everything that asks for trouble.</summary>
public class WalkTests(ITestOutputHelper output)
{
    private const string Kind = "walk: ";

    private const int FunctionsInARealm = 16;

    /// <summary>What is not called, and why.</summary>
    private static readonly Dictionary<string, string> LeftOut = new(StringComparer.Ordinal)
    {
        ["Math.random"] = "its outcome is no two times the same",
        ["Atomics.wait"] = "it waits",
        ["Atomics.waitAsync"] = "it waits, and goes on when the clock says so",
    };

    [Fact]
    public void Every_function_does_the_same_in_both()
    {
        var (plainPaths, meteredPaths) = LargeStack.OnBoth(Functions);
        Assert.Equal(plainPaths, meteredPaths);
        Assert.Empty(LeftOut.Keys.Except(plainPaths, StringComparer.Ordinal));

        var calls = 0;
        var returned = 0;
        List<string> ended = [];
        List<Check> different = [];
        foreach (var some in plainPaths.Except(LeftOut.Keys, StringComparer.Ordinal).Chunk(FunctionsInARealm))
        {
            var (plain, metered) = LargeStack.OnBoth(interpreter => Outcomes(interpreter, some));
            Assert.Equal(plain.Select(x => x.Call), metered.Select(x => x.Call));
            calls += plain.Count;
            returned += plain.Count(x => !x.Outcome.StartsWith("throws", StringComparison.Ordinal));
            ended.AddRange(plain.Where(x => x.Outcome.StartsWith("ended: ", StringComparison.Ordinal)).Select(x => $"{x.Call}: {x.Outcome}"));
            different.AddRange(plain.Zip(metered, (p, m) => new Check(Kind + p.Call, p.Outcome, m.Outcome)).Where(x => x.Differs));
        }

        output.WriteLine($"{plainPaths.Count} functions, {calls} calls, {returned} of them return, {different.Count} differ");
        output.WriteLine($"{ended.Count} calls end in the host's hands, in both alike:\n{string.Join('\n', ended)}");
        ExpectedDifferences.Load().AssertNoFaults(Kind, different);
        // Fewer calls than this, or mostly errors, and the walk does not walk any more.
        Assert.InRange(calls, 100_000, int.MaxValue);
        Assert.InRange(returned, calls / 4, calls);
    }

    private static List<string> Functions(IInterpreter interpreter)
    {
        using var realm = interpreter.NewRealm();
        return [.. realm.Functions().Split('\n')];
    }

    private static List<(string Call, string Outcome)> Outcomes(IInterpreter interpreter, IEnumerable<string> paths)
    {
        List<(string Call, string Outcome)> outcomes = [];
        var realm = interpreter.NewRealm();
        try
        {
            foreach (var path in paths)
            {
                var count = int.Parse(realm.Choose(path), CultureInfo.InvariantCulture);
                for (var i = 0; i < count; i++)
                {
                    outcomes.Add(realm.Call(i));
                    if (realm.IsOver)
                    {
                        realm.Dispose();
                        realm = interpreter.NewRealm();
                        realm.Choose(path);
                    }
                }
            }
        }
        finally
        {
            realm.Dispose();
        }

        return outcomes;
    }
}
