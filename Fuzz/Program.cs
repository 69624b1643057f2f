using System.CommandLine;
using PureEdge.Fuzz.Commands;

// A turn that waits keeps its thread, so the pool must not wonder whether to add one.
ThreadPool.GetMinThreads(out _, out var completionPortThreads);
ThreadPool.SetMinThreads(64, completionPortThreads);

// Read once, by whoever asks first.
if (args.Contains(Interpreted.Option))
{
    Interpreted.Begin();
}

var root = new RootCommand("""
    Looks for ways out of PureEdge's sandbox: makes programs, runs each in a fresh isolate and judges it by oracles.

    Examples:
      pureedge-fuzz run --seconds 300                  attack everything for five minutes
      pureedge-fuzz run --target depth --isolated      in child processes, so that nothing ends the campaign
      pureedge-fuzz replay fuzz-results/X/minimised.js run a finding again
    """)
{
    RunCommand.Create(),
    CaseCommands.List(),
    CaseCommands.Replay(),
    CaseCommands.Minimise(),
    CaseCommands.Report(),
    Interpreted.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Terminal.Error(error.Message);
    }

    Terminal.Error("Run 'pureedge-fuzz --help' to see what is allowed.");
    return ExitStatus.WrongArguments;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
