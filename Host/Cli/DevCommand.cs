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
        var path = PathArgument.One();
        var arguments = new ServerArguments();
        var command = new Command("dev", """
            Serve one worker while you write it: reload on save, console output, errors with source lines.
            Workers may reach private addresses here, and error answers show the JavaScript stack.

            Examples:
              pureedge dev worker.js --urls http://127.0.0.1:3000
              pureedge dev . --env staging
            """) { path };
        arguments.AddTo(command);
        arguments.AddEnvironmentTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(path)!, arguments.Read(parsed, [parsed.GetValue(path)!], true), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, ServerOptions options, CancellationToken cancellationToken)
    {
        var (server, status) = await ServerArguments.StartAsync(() => options, cancellationToken);
        if (server is null)
        {
            return status;
        }

        await using (server)
        {
            using var watcher = new FileChanges();
            Report(await WatchAsync(server, path, watcher, server.Deployments[0]), null);
            Terminal.Line($"ready {server.Addresses.First()}");
            Terminal.Faint("Reloads when you save. Press Ctrl+C to stop.");
            await await Task.WhenAny(server.WaitForShutdownAsync(cancellationToken), ReloadOnChangeAsync(server, path, watcher, cancellationToken));
        }

        return ExitStatus.Done;
    }

    private static async Task ReloadOnChangeAsync(PureEdgeServer server, string path, FileChanges watcher, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await watcher.NextAsync(cancellationToken);
            await ReloadAsync(server, path, watcher);
        }
    }

    private static async Task ReloadAsync(PureEdgeServer server, string path, FileChanges watcher)
    {
        var start = Stopwatch.GetTimestamp();
        if (await DeployAsync(server, path) is { } deployment)
        {
            Report(await WatchAsync(server, path, watcher, deployment), Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>Watches the files of a deployment, and deploys again when one of them may have changed between its reading and now.</summary>
    private static async Task<Deployment> WatchAsync(PureEdgeServer server, string path, FileChanges watcher, Deployment deployment)
    {
        while (watcher.Watch(deployment.Files) && await DeployAsync(server, path) is { } newer)
        {
            deployment = newer;
        }

        return deployment;
    }

    private static async Task<Deployment?> DeployAsync(PureEdgeServer server, string path)
    {
        try
        {
            return await server.DeployAsync(path);
        }
        catch (PureEdgeException e)
        {
            // The files stay watched; the version before goes on answering.
            Terminal.Error(e.Message);
            return null;
        }
    }

    private static void Report(Deployment deployment, TimeSpan? reload)
    {
        if (deployment.Failure is { } failure)
        {
            Terminal.Failure(failure);
        }
        else if (reload is { } time)
        {
            Terminal.Faint($"reloaded {string.Join(", ", deployment.Names)} in {time.TotalMilliseconds:0.0} ms");
        }
    }
}
