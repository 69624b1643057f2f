using System.CommandLine;
using PureEdge.Cli;

// A turn that waits for its next slice keeps its thread, so the pool must not wonder whether to add one.
ThreadPool.GetMinThreads(out _, out var completionPortThreads);
ThreadPool.SetMinThreads(Math.Max(64, Environment.ProcessorCount * 8), completionPortThreads);

var root = new RootCommand("PureEdge runs Cloudflare-Workers-style JavaScript in one managed process, with limits that hold.")
{
    ServeCommand.Create(),
    DevCommand.Create(),
    CheckCommand.Create(),
};
root.SetAction((_, cancellationToken) => ServeCommand.ServeSamplesAsync(cancellationToken));

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Terminal.Error(error.Message);
    }

    Terminal.Error("Run 'pureedge --help' to see what is allowed.");
    return ExitStatus.WrongArguments;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
