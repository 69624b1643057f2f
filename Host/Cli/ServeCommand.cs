using System.CommandLine;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.Cli;

/// <summary><c>pureedge serve</c>, and <c>pureedge</c> alone.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var paths = PathArgument.Several();
        var arguments = new ServerArguments();
        var command = new Command("serve", """
            Serve workers. With exactly one worker it answers on any host name; else worker NAME answers at NAME.BASE-DOMAIN.

            Examples:
              pureedge serve worker.js
              pureedge serve ./workers --base-domain example.com --urls http://0.0.0.0:80
            """) { paths };
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var given = parsed.GetValue(paths)!;
            return given.Length == 0
                ? RunAsync(arguments.Read(parsed, [SamplesFolder], false), samples: true, cancellationToken)
                : RunAsync(arguments.Read(parsed, given, false), samples: false, cancellationToken);
        });
        return command;
    }

    private static string SamplesFolder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Serves the sample workers, and says what to try.</summary>
    public static Task<int> ServeSamplesAsync(CancellationToken cancellationToken) =>
        RunAsync(new ServerOptions { Paths = [SamplesFolder], DataDirectory = ":memory:" }, samples: true, cancellationToken);

    private static async Task<int> RunAsync(ServerOptions options, bool samples, CancellationToken cancellationToken)
    {
        var (server, status) = await ServerArguments.StartAsync(options, cancellationToken);
        if (server is null)
        {
            return status;
        }

        await using (server)
        {
            var address = server.Addresses.First();
            foreach (var each in server.Addresses)
            {
                Terminal.Line($"ready {each}");
            }

            Terminal.Faint($"admin {string.Join(' ', server.AdminAddresses)}");
            Announce(server, options, address, samples);
            await server.WaitForShutdownAsync(cancellationToken);
            return server.MustRestart ? ExitStatus.StartAgain : ExitStatus.Done;
        }
    }

    private static void Announce(PureEdgeServer server, ServerOptions options, string address, bool samples)
    {
        var port = new Uri(address).Port;
        foreach (var name in server.Workers)
        {
            Terminal.Line($"  http://{name}.{options.Workers.BaseDomain}:{port}/");
        }

        if (samples)
        {
            Terminal.Line($"""

                Try next:
                  curl http://hello.localhost:{port}/world
                  curl http://counter.localhost:{port}/          (again and again)
                  curl -N http://stream.localhost:{port}/
                  curl -i http://endless.localhost:{port}/       (an endless loop, stopped; the others go on)
                  pureedge dev worker.js                     (your own worker, reloaded when you save)

                Press Ctrl+C to stop.
                """);
        }
    }
}
