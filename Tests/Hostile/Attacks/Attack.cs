namespace PureEdge.Hostile.Tests.Attacks;

/// <summary>Where in a worker a script runs.</summary>
internal enum Form
{
    /// <summary>As the body of a function that the fetch handler calls, in a service-worker script: sloppy mode.</summary>
    Handler,

    /// <summary>As a module that the fetch handler imports: strict mode, top level, on the request's budget.</summary>
    Import,

    /// <summary>At the top level of the worker's main module: on the start-up budget, at the deployment and again at the first request.</summary>
    Start,

    /// <summary><c>main(i)</c>, once per request, in one isolate.</summary>
    Calls,
}

/// <summary>One script in one form under one set of limits.</summary>
/// <param name="Script">The script.</param>
/// <param name="Form">Where it runs.</param>
/// <param name="IsRelaxed">Whether the worker's limits are relaxed.</param>
/// <param name="MostModules">Where its module graph is cut off.</param>
internal sealed record Attack(Script Script, Form Form, bool IsRelaxed, int MostModules = int.MaxValue)
{
    // A bundle of more than 1,000 modules is refused when it is read: such a graph is tried as it is, and as long as it may be.
    private const int LongestGraph = 990;

    /// <summary>The wall limit of a turn.</summary>
    public TimeSpan Wall => TimeSpan.FromSeconds(IsRelaxed ? 5 : 3);

    /// <summary>The memory limit.</summary>
    public long MemoryLimit => (IsRelaxed ? 1024L : 128L) << 20;

    /// <summary>When the test gives up on a request: late enough to tell an answer that is late from none.</summary>
    public TimeSpan Patience => Wall + TimeSpan.FromMilliseconds(1_500);

    /// <summary>The worker's limits, as its configuration names them; empty where the server's hold.</summary>
    public string Limits => IsRelaxed
        ? $$"""
          {"cpu_milliseconds":{{Wall.TotalMilliseconds}},"turn_milliseconds":{{Wall.TotalMilliseconds}},"allocation_bytes":{{MemoryLimit}},"retained_bytes":{{MemoryLimit}},"stack_bytes":{{8 << 20}}}
          """
        : "";

    public override string ToString() =>
        $"{Script.Name} {Form.ToString().ToLowerInvariant()}{(IsRelaxed ? " relaxed" : "")}{(MostModules < int.MaxValue ? " cut" : "")}";

    /// <summary>Every form of a script under the default limits.</summary>
    public static IEnumerable<Attack> Default(Script script)
    {
        Form[] forms = script.Kind switch
        {
            ScriptKind.Calls => [Form.Calls],
            ScriptKind.Module or ScriptKind.GeneratedModule => [Form.Import, Form.Start],
            _ => [Form.Handler, Form.Import, Form.Start],
        };
        foreach (Form form in forms)
        {
            yield return new(script, form, IsRelaxed: false);
            if (Graphs.Expand(script.Text, "", LongestGraph).Modules.Count == LongestGraph + 1)
            {
                yield return new(script, form, IsRelaxed: false, LongestGraph);
            }
        }
    }

    /// <summary>The form in which a script goes furthest when its limits are relaxed.</summary>
    public static Attack Relaxed(Script script) => script.Kind switch
    {
        ScriptKind.Calls => new(script, Form.Calls, IsRelaxed: true),
        ScriptKind.Module or ScriptKind.GeneratedModule => new(script, Form.Import, IsRelaxed: true, LongestGraph),
        _ => new(script, Form.Handler, IsRelaxed: true),
    };
}
