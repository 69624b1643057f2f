using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.DependencyInjection;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Pipeline;
using PureEdge.AspNetCore.Routing;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Serving;

/// <summary>The server behind the <c>pureedge</c> command: one listener for workers, another for administration.</summary>
public sealed class PureEdgeServer : IAsyncDisposable
{
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(30);

    private readonly ServerOptions _options;
    private readonly WebApplication _workers;
    private readonly WebApplication _admin;
    private readonly WorkerRegistry _registry;

    private PureEdgeServer(ServerOptions options)
    {
        _options = options;
        _workers = BuildWorkers(options);
        _registry = _workers.Services.GetRequiredService<WorkerRegistry>();
        _admin = AdminEndpoints.Build(options, _registry);
    }

    /// <summary>The addresses where workers answer, with the ports that were taken.</summary>
    public IReadOnlyCollection<string> Addresses => AddressesOf(_workers);

    /// <summary>The addresses of the administration.</summary>
    public IReadOnlyCollection<string> AdminAddresses => AddressesOf(_admin);

    /// <summary>The names of the workers.</summary>
    public IReadOnlyList<string> Workers => [.. _registry.All.Select(w => w.Name).Order(StringComparer.Ordinal)];

    /// <summary>Reads the workers, then starts to listen.</summary>
    /// <param name="options">What to serve, and where.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="PureEdgeException">A path, a configuration or an address is wrong; the message says which and how.</exception>
    /// <exception cref="WorkerLoadException">A worker's code does not parse.</exception>
    public static async Task<PureEdgeServer> StartAsync(ServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Workers.Validate();
        DataDirectory.Prepare(options.DataDirectory);
        var server = new PureEdgeServer(options);
        try
        {
            foreach (var path in options.Paths)
            {
                server.Deploy(path);
            }

            server._workers.Services.GetRequiredService<HostRouter>().Only =
                options.Paths.Count == 1 && server._registry.Count == 1 ? server._registry.All.Single() : null;
            await StartAsync(server._workers, options.Urls, cancellationToken);
            await StartAsync(server._admin, options.AdminUrls, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the worker or workers at a path again and lets them answer from now on.</summary>
    /// <param name="path">A file, folder or form.</param>
    /// <returns>What was deployed, and the files it came from.</returns>
    /// <exception cref="PureEdgeException">A path or a configuration is wrong.</exception>
    /// <exception cref="WorkerLoadException">The code does not parse, unless <see cref="ServerOptions.KeepBrokenWorkers"/>.</exception>
    public Deployment Deploy(string path)
    {
        var names = new List<string>();
        var files = new List<string>();
        WorkerFailure? failure = null;
        foreach (var source in WorkerSource.ReadAll(path, _options.Workers.Limits))
        {
            files.AddRange(source.Files);
            names.Add(source.Definition.Name);
            try
            {
                _registry.Deploy(source.Definition);
            }
            catch (WorkerLoadException e) when (_options.KeepBrokenWorkers)
            {
                failure = e.Failure;
                _registry.Break(source.Definition.Name, e.Failure);
            }
        }

        return new(names, files, failure);
    }

    /// <summary>Waits until the process is told to end.</summary>
    /// <param name="cancellationToken">Ends the wait, and the server.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => ((IHost)_workers).WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _workers.DisposeAsync();
    }

    internal static WebApplicationBuilder NewBuilder(IReadOnlyList<string> urls)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "pureedge" });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls([.. urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.RequestHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = false);
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        return builder;
    }

    private static WebApplication BuildWorkers(ServerOptions options)
    {
        var builder = NewBuilder(options.Urls);
        builder.Services.AddPureEdge();
        builder.Services.AddSingleton(options.Workers);
        if (options.OnWorkerLog is { } listener)
        {
            builder.Services.AddSingleton<IWorkerObserver>(provider => new ConsoleObserver(
                ActivatorUtilities.CreateInstance<LoggingObserver>(provider), listener));
        }

        var app = builder.Build();
        var router = app.Services.GetRequiredService<HostRouter>();
        var pipeline = app.Services.GetRequiredService<WorkerPipeline>();
        app.Run(context => pipeline.HandleAsync(context, router.Find(context.Request.Host.Host), null));
        return app;
    }

    private static IReadOnlyCollection<string> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    private static async Task StartAsync(WebApplication app, IReadOnlyList<string> urls, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            throw new PureEdgeException("listen_failed", $"'{string.Join(';', urls)}' cannot be listened on: {e.Message}", e);
        }
    }
}
