using PureEdge.Language.Tests.Differences;
using PureEdge.Language.Tests.Interpreters;
using Xunit.Abstractions;

namespace PureEdge.Language.Tests.Walking;

/// <summary>Every function that a script can reach, called on and with everything that asks for trouble.</summary>
public class WalkTests(ITestOutputHelper output)
{
    private const string Kind = "walk: ";

    private const int FunctionsAtOnce = 64;

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
        Assert.Empty(LeftOut.Keys.Except(plainPaths));

        var calls = 0;
        List<Check> different = [];
        foreach (var some in plainPaths.Except(LeftOut.Keys).Chunk(FunctionsAtOnce))
        {
            var (plain, metered) = LargeStack.OnBoth(interpreter => some.SelectMany(path => Outcomes(interpreter, path)).ToList());
            Assert.Equal(plain.Select(x => x.Call), metered.Select(x => x.Call));
            calls += plain.Count;
            different.AddRange(plain.Zip(metered, (p, m) => new Check(Kind + p.Call, p.Outcome, m.Outcome)).Where(x => x.Differs));
        }

        output.WriteLine($"{plainPaths.Count} functions, {calls} calls, {different.Count} differ");
        ExpectedDifferences.Load().AssertNoFaults(Kind, different);
        // 1,700 functions are reached now; fewer calls than this, and the walk does not walk any more.
        Assert.InRange(calls, 100_000, int.MaxValue);
    }

    private static List<string> Functions(IInterpreter interpreter)
    {
        using var realm = interpreter.NewRealm();
        return [.. realm.Functions().Split('\n')];
    }

    private static List<(string Call, string Outcome)> Outcomes(IInterpreter interpreter, string path)
    {
        List<(string Call, string Outcome)> outcomes = [];
        var realm = interpreter.NewRealm();
        try
        {
            var count = int.Parse(realm.Choose(path), System.Globalization.CultureInfo.InvariantCulture);
            for (var i = 0; i < count; i++)
            {
                if (realm.IsOver)
                {
                    realm.Dispose();
                    realm = interpreter.NewRealm();
                    realm.Choose(path);
                }

                outcomes.Add(realm.Call(i));
            }
        }
        finally
        {
            realm.Dispose();
        }

        return outcomes;
    }
}
