namespace PureEdge.Language.Tests.Interpreters;

/// <summary>What is alike in both interpreters, whose values have types of the same names in two assemblies.</summary>
/// <typeparam name="TValue">A value of the interpreter.</typeparam>
/// <remarks>Mutable state, of the one thread that uses it: whether it is over.</remarks>
internal abstract class Realm<TValue> : IRealm
    where TValue : class
{
    public bool IsOver { get; private set; }

    public string RunScript(string source) => Outcome(() =>
    {
        Invoke("publish");
        return Evaluate(source);
    });

    public string RunModules(IReadOnlyList<(string Specifier, string Source)> modules) => Outcome(() => Import(modules));

    public string Functions() => Invoke("functions");

    public string Choose(string path) => Invoke("choose", path);

    public (string Call, string Outcome) Call(int index) =>
        (Invoke("nameOf", index), Outcome(() =>
        {
            Invoke("call", index);
            return null;
        }));

    public abstract void Dispose();

    /// <summary>Begins a check; the result ends it.</summary>
    protected abstract IDisposable? Begin();

    /// <summary>Runs a script to its completion value.</summary>
    protected abstract TValue Evaluate(string source);

    /// <summary>Adds the modules and runs the first, to its namespace.</summary>
    protected abstract TValue Import(IReadOnlyList<(string Specifier, string Source)> modules);

    /// <summary>Calls a function of the observer, which gives text.</summary>
    protected abstract string Invoke(string function, params object?[] arguments);

    /// <summary>Runs jobs until there are none.</summary>
    protected abstract void RunJobs();

    /// <returns>The value that a script threw, or null when <paramref name="error"/> is not of a script.</returns>
    protected abstract TValue? Thrown(Exception error);

    /// <returns>How an exception that is not of a script is told: what ended it, not who.</returns>
    protected abstract string Ended(Exception error);

    private string Outcome(Func<TValue?> work)
    {
        try
        {
            using (Begin())
            {
                try
                {
                    if (work() is { } value)
                    {
                        Invoke("completed", value);
                    }
                }
                catch (Exception error) when (Thrown(error) is { } thrown)
                {
                    Invoke("threw", thrown);
                }

                RunJobs();
                return Invoke("report");
            }
        }
        catch (Exception error)
        {
            // Whatever it is, it is the outcome, and compared as such.
            IsOver = true;
            return Ended(error);
        }
    }
}
