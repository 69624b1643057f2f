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
            Serve the workers that were deployed to the data directory, and those at paths. With exactly one path of one worker it answers
            on any host name where no other worker does; else worker NAME answers at NAME.BASE-DOMAIN.

            Examples:
              pureedge serve worker.js
              pureedge serve ./workers --base-domain example.com --urls http://0.0.0.0:80
              pureedge serve --data /var/lib/pureedge          (then: wrangler deploy, see Docs/deploying.md)
              pureedge serve --config pureedge.json            (settings as a file, see Docs/configuration.md)
            """) { paths };
        arguments.AddTo(command);
        arguments.AddEnvironmentTo(command);
        arguments.AddConfigTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var config = arguments.ConfigOf(parsed);
            return RunAsync(() => arguments.Read(parsed, parsed.GetValue(paths)!, false, config), config, samples: false, cancellationToken);
        });
        return command;
    }

    /// <summary>Lets the command without a verb serve the sample workers and say what to try; it keeps nothing unless it is told where.</summary>
    public static void ServeSamples(RootCommand root)
    {
        var arguments = new ServerArguments(defaultData: ":memory:");
        arguments.AddTo(root);
        root.SetAction((parsed, cancellationToken) => RunAsync(() => arguments.Read(parsed, [SamplesFolder], false), config: null, samples: true, cancellationToken));
    }

    private static string SamplesFolder => Path.Combine(AppContext.BaseDirectory, "samples");

    private static async Task<int> RunAsync(Func<ServerOptions> read, string? config, bool samples, CancellationToken cancellationToken)
    {
        ServerOptions options = new();
        var (server, status) = await ServerArguments.StartAsync(() => options = read(), cancellationToken);
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

            await using var changes = config is null ? null : ConfigChanges.Watch(config, () => server.ReloadAsync(read));
            if (config is not null)
            {
                Terminal.Faint($"settings {config}");
            }

            Terminal.Faint($"admin {string.Join(' ', server.AdminAddresses)}");
            if (server.IsTokenNew)
            {
                Terminal.Line($"token {server.Token}");
                Terminal.Faint(options.DataDirectory == ":memory:" ? "  (of this run only)" : $"  (not shown again; kept in {Path.Combine(options.DataDirectory, "admin-token")})");
            }

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
                  CLOUDFLARE_API_BASE_URL={server.AdminAddresses.First()}/client/v4 CLOUDFLARE_API_TOKEN={(server.IsTokenNew ? server.Token : "...")} npx wrangler deploy

                Press Ctrl+C to stop.
                """);
        }
    }
}
