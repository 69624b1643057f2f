using System.CommandLine;
using System.Diagnostics;
using PureEdge.AspNetCore;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.Cli;

/// <summary><c>pureedge dev</c>: one worker, reloaded on save, with its console and its errors on the terminal.</summary>
internal static class DevCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A worker file, a folder with a wrangler configuration, or an upload form." };
        var arguments = new ServerArguments();
        var command = new Command("dev", """
            Serve one worker while you write it: reload on save, console output, errors with source lines.
            Workers may reach private addresses here, and error answers show the JavaScript stack.

            Example:
              pureedge dev worker.js --urls http://127.0.0.1:3000
            """) { path };
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(path)!, arguments.Read(parsed, [parsed.GetValue(path)!], true), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, ServerOptions options, CancellationToken cancellationToken)
    {
        var (server, status) = await ServerArguments.StartAsync(options, cancellationToken);
        if (server is null)
        {
            return status;
        }

        await using (server)
        {
            using var watcher = new FileChanges();
            watcher.Watch(Reload(server, path, isFirst: true));
            Terminal.Line($"ready {server.Addresses.First()}");
            Terminal.Faint("Reloads when you save. Press Ctrl+C to stop.");
            await Task.WhenAny(server.WaitForShutdownAsync(cancellationToken), ReloadOnChangeAsync(server, path, watcher, cancellationToken));
        }

        return ExitStatus.Done;
    }

    private static async Task ReloadOnChangeAsync(PureEdgeServer server, string path, FileChanges watcher, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await watcher.NextAsync(cancellationToken);
            watcher.Watch(Reload(server, path, isFirst: false));
        }
    }

    private static IReadOnlyList<string> Reload(PureEdgeServer server, string path, bool isFirst)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var deployment = server.Deploy(path);
            if (deployment.Failure is { } failure)
            {
                Terminal.Error(failure.Message);
            }
            else if (!isFirst)
            {
                Terminal.Faint($"reloaded {string.Join(", ", deployment.Names)} in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms");
            }

            return deployment.Files;
        }
        catch (PureEdgeException e)
        {
            Terminal.Error(e.Message);
            return [Path.GetFullPath(path)];
        }
    }
}
