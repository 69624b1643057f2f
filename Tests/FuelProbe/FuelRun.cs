using System.Globalization;
using System.Runtime.CompilerServices;
using Jint;
using Jint.Runtime;
using PureEdge.Limits;

namespace FuelProbe;

/// <summary>What one run of a program cost, and what came out.</summary>
/// <param name="Fuel">The bill.</param>
/// <param name="Steps">The bill in sixteenths of fuel: shows what rounding would hide.</param>
/// <param name="Answer">The global <c>answer</c> where the program set one, otherwise its value; of an error its text.</param>
/// <param name="Failure">The error that ended it, or <see langword="null"/>.</param>
internal sealed record FuelRun(long Fuel, long Steps, string Answer, Exception? Failure)
{
    private static readonly Options Shared =
        new Options { TimeZone = TimeZoneInfo.Utc, Culture = CultureInfo.InvariantCulture, AgentCanSuspend = false }.UseLimits();

    /// <summary>Enough of everything: what is asked here is what programs cost, also under an emulator.</summary>
    public static ExecutionLimits Limits { get; } = new() { CpuMilliseconds = 10_000, AllocationBytes = 1L << 30, TurnMilliseconds = 600_000 };

    /// <summary>What is compared: two runs of the same program are alike in all of it.</summary>
    public (long Fuel, long Steps, string Answer) Outcome => (Fuel, Steps, Answer);

    public static JintEngine NewEngine() => new(Shared);

    /// <summary>Runs a program in a new engine, on this thread, which needs the stack of a worker's.</summary>
    public static FuelRun Of(string source, Action? onSlice = null) => Of(engine => engine.Evaluate(source).ToString(), onSlice);

    /// <summary>As <see cref="Of(string, Action?)"/>, for a program that was parsed before.</summary>
    public static FuelRun Of(in Prepared<Acornima.Ast.Script> script)
    {
        var prepared = script;
        return Of(engine => engine.Evaluate(prepared).ToString(), null);
    }

    /// <summary>Runs a program as the body of a function again and again in one engine, as an isolate that stays does.</summary>
    public static IEnumerable<FuelRun> Repeated(string source, int times)
    {
        var engine = NewEngine();
        engine.Execute("function repeated() {\n" + source + "\n}");
        for (var i = 0; i < times; i++)
        {
            yield return In(engine, new LimitSession(Limits), x => x.Invoke("repeated").ToString(), null);
        }
    }

    /// <summary>Runs a program that is killed when it has used up so much fuel.</summary>
    /// <returns>The engine, and the kill or <see langword="null"/> when it ended before.</returns>
    public static (WeakReference Engine, LimitExceededException? Kill) Killed(string source, long fuel)
    {
        // The budget that is left counts, not how large it was.
        var session = new LimitSession(Limits);
        session.ChargeFuel(PureEdge.Limits.Fuel.FromMilliseconds(Limits.CpuMilliseconds) - fuel);
        var engine = NewEngine();
        var run = In(engine, session, x => x.Evaluate(source).ToString(), null);
        return (new(engine), run.Failure as LimitExceededException);
    }

    private static FuelRun Of(Func<JintEngine, string> run, Action? onSlice) => In(NewEngine(), new LimitSession(Limits), run, onSlice);

    private static FuelRun In(JintEngine engine, LimitSession session, Func<JintEngine, string> run, Action? onSlice)
    {
        var answer = "";
        Exception? failure = null;
        try
        {
            using (engine.BeginTurn(session, onSlice))
            {
                answer = run(engine);
                engine.Advanced.ProcessTasks();
            }

            var set = engine.GetValue("answer");
            answer = set.IsUndefined() ? answer : set.ToString();
        }
        catch (Exception e) when (e is LimitExceededException or JavaScriptException)
        {
            failure = e;
            answer = e.Message;
        }

        return new(
            session.Report.Fuel, (PureEdge.Limits.Fuel.FromMilliseconds(Limits.CpuMilliseconds) * 16) - BillLeft(session), answer, failure);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_BillLeft")]
    private static extern long BillLeft(LimitSession session);
}
