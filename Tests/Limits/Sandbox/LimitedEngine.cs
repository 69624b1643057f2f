using System.Globalization;
using Jint;
using Jint.Runtime;

namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>Runs a script in a bare engine with limits, on a thread with the stack that METERING asks for.</summary>
internal static class LimitedEngine
{
    private static readonly Options Shared = Create();

    /// <summary>As the defaults, with time to spare on a busy machine: what these tests ask about is fuel and memory.</summary>
    public static ExecutionLimits Patient { get; } = new() { TurnMilliseconds = 60_000 };

    public static JintEngine New() => new(Shared);

    /// <returns>The value of the script, <c>killed: KIND</c>, the message of its error, or <c>host: ...</c> for what must never come out.</returns>
    public static (string Outcome, LimitSession Session) Run(string script, ExecutionLimits? limits = null, JintEngine? engine = null)
    {
        var session = new LimitSession(limits ?? Patient);
        var outcome = "";
        var thread = new Thread(() => outcome = RunHere(engine ?? New(), session, script), 64 << 20);
        thread.Start();
        thread.Join();
        return (outcome, session);
    }

    public static string RunHere(JintEngine engine, LimitSession session, string script, Action? onSlice = null)
    {
        try
        {
            using (engine.BeginTurn(session, onSlice))
            {
                var value = engine.Evaluate(script).ToString();
                engine.Advanced.ProcessTasks();
                return value;
            }
        }
        catch (LimitExceededException e)
        {
            Assert.Same(e, session.Exceeded);
            return $"killed: {e.Kind}";
        }
        catch (JavaScriptException e)
        {
            return e.Message;
        }
        catch (Exception e)
        {
            return "host: " + e;
        }
    }

    private static Options Create()
    {
        var options = new Options { TimeZone = TimeZoneInfo.Utc, Culture = CultureInfo.InvariantCulture, AgentCanSuspend = false };
        return options.UseLimits();
    }
}
