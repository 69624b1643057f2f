using System.Reflection.Emit;
using System.Runtime;

namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>What .NET compiles on a turn's thread is not the turn's time, as long as it is no more than its limit again.</summary>
public class CompilingTimeTests
{
    private const int Limit = 1_000;

    [Theory]
    [InlineData(Limit + 300, "done")]
    [InlineData((2 * Limit) + 400, "killed: WallTime")]
    public void Compiling_counts_only_beyond_as_long_as_the_limit(int milliseconds, string expected)
    {
        var outcome = "";
        var thread = new Thread(
            () =>
            {
                var engine = LimitedEngine.New();
                try
                {
                    using (engine.BeginTurn(new LimitSession(LimitedEngine.Patient with { TurnMilliseconds = Limit, CpuMilliseconds = 10_000 })))
                    {
                        CompileFor(TimeSpan.FromMilliseconds(milliseconds));
                        engine.Execute("for (let i = 0; i < 1e5; i++);");
                        outcome = "done";
                    }
                }
                catch (LimitExceededException e)
                {
                    outcome = $"killed: {e.Kind}";
                }
            },
            64 << 20);
        thread.Start();
        thread.Join();
        Assert.Equal(expected, outcome);
    }

    private static void CompileFor(TimeSpan time)
    {
        for (var until = JitInfo.GetCompilationTime(currentThread: true) + time; JitInfo.GetCompilationTime(currentThread: true) < until;)
        {
            var method = new DynamicMethod("large", typeof(int), [typeof(int)]);
            var il = method.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            for (var i = 0; i < 5_000; i++)
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(i % 2 == 0 ? OpCodes.Mul : OpCodes.Xor);
            }

            il.Emit(OpCodes.Ret);
            method.CreateDelegate<Func<int, int>>()(1);
        }
    }
}
