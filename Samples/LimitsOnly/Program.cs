using Jint;
using Jint.Runtime;
using PureEdge.Limits;

// Jint as it always was, but metered: its options say so, and every turn has a budget.
var options = new Options().UseLimits();
var limits = ExecutionLimits.Untrusted with { CpuMilliseconds = 10 };

string[] scripts =
[
    "[3, 1, 2].sort().map(n => n * n).join()",
    "for (;;) {}",
    "new Uint8Array(2 ** 25)",
    "let b = 3n; for (;;) b *= b",
    "function f() { return f() } f()",
];

foreach (var script in scripts)
{
    var engine = new Engine(options);
    var session = new LimitSession(limits);
    try
    {
        using (engine.BeginTurn(session))
        {
            Console.WriteLine($"{script}  =>  {engine.Evaluate(script)} ({session.Report.Fuel} fuel)");
        }
    }
    catch (LimitExceededException e)
    {
        // The engine may be in the middle of anything: it is not used again.
        Console.WriteLine($"{script}  =>  killed, {e.Kind}: {e.Message}");
    }
    catch (JavaScriptException e)
    {
        Console.WriteLine($"{script}  =>  {e.Error}");
    }
}
