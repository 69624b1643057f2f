using System.CommandLine;
using PureEdge.Cli;
using PureEdge.Cli.Remote;

var root = new RootCommand("""
    PureEdge runs Cloudflare-Workers-style JavaScript in one managed process, with limits that hold.

    Examples:
      pureedge                      serve the sample workers on http://127.0.0.1:8787
      pureedge serve worker.js      serve a worker of yours
      pureedge dev worker.js        the same, reloaded when you save
      pureedge check worker.js      say what is wrong with it, or what it costs
      pureedge deploy worker.js     upload it to a running server
    """)
{
    ServeCommand.Create(),
    DevCommand.Create(),
    CheckCommand.Create(),
    TailCommand.Create(),
    UsageCommand.Create(),
    TokenCommand.Create(),
    SecretCommand.Create(),
    WasmCommand.Create(),
};
foreach (var command in WorkerCommands.Create())
{
    root.Subcommands.Add(command);
}

ServeCommand.ServeSamples(root);

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

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // The server ends by itself, after --drain-seconds at the latest; what the library would cut off are requests.
        ProcessTerminationTimeout = TimeSpan.FromMinutes(11),
    });
}
catch (OperationCanceledException)
{
    return ExitStatus.Done;
}
catch (Exception e) when (Environment.GetEnvironmentVariable("PUREEDGE_DEBUG") is null)
{
    Terminal.Error($"pureedge failed: {e.Message} Please report this, with what it says when PUREEDGE_DEBUG=1 is set.");
    return ExitStatus.ServerUnavailable;
}
