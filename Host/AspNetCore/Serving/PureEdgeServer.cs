using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Api;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Cron;
using PureEdge.AspNetCore.DependencyInjection;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Pipeline;
using PureEdge.AspNetCore.Routing;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Serving;

/// <summary>The server behind the <c>pureedge</c> command: one listener for workers, another for administration.</summary>
public sealed class PureEdgeServer : IAsyncDisposable
{
    // As in Workers: 128 KB of headers, 16 KB of URL.
    private const int MaxHeadersBytes = 128 << 10;
    private const int MaxRequestLineBytes = 17 << 10;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(30);

    private readonly ServerOptions _options;
    private readonly WebApplication _workers;
    private readonly WebApplication _admin;
    private readonly WorkerRegistry _registry;
    private readonly List<Deployment> _deployments = [];
    private CronClock? _crons;
    private readonly DataDirectory _data;
    private readonly FlightRecorder? _recorder;
    private readonly Quarantine _quarantine = Quarantine.None;

    private PureEdgeServer(ServerOptions options, DataDirectory data)
    {
        _options = options;
        _data = data;
        if (options.DataDirectory != DataDirectory.Memory)
        {
            _recorder = FlightRecorder.Open(options.DataDirectory);
            _quarantine = Quarantine.Open(options.DataDirectory, _recorder.LeftBehind, TimeProvider.System.GetUtcNow());
        }

        _workers = BuildWorkers();
        if (_recorder?.LeftBehind is { Count: > 0 } dead)
        {
            Log.FoundDead(_workers.Services.GetRequiredService<ILogger<PureEdgeServer>>(), LogText.Clean(string.Join(", ", dead)));
        }

        _registry = _workers.Services.GetRequiredService<WorkerRegistry>();
        _admin = AdminEndpoints.Build(options, _registry, new AdminToken(data.Token), _workers.Services);
    }

    /// <summary>The addresses where workers answer, with the ports that were taken.</summary>
    public IReadOnlyCollection<string> Addresses => AddressesOf(_workers);

    /// <summary>The addresses of the administration.</summary>
    public IReadOnlyCollection<string> AdminAddresses => AddressesOf(_admin);

    /// <summary>What the paths of the options were deployed as when the server started, in their order.</summary>
    public IReadOnlyList<Deployment> Deployments => _deployments;

    /// <summary>Whether the server ended because too many of its threads hang in calls that cannot be interrupted: it should be started again.</summary>
    public bool MustRestart => _workers.Services.GetRequiredService<RestartObserver>().MustRestart;

    /// <summary>The token that opens the administration's API.</summary>
    public string Token => _data.Token;

    /// <summary>Whether the token was made now, so that nobody has seen it yet.</summary>
    public bool IsTokenNew => _data.IsTokenNew;

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
        RequireUrls(options.Urls);
        RequireUrls(options.AdminUrls);
        var notices = new NoticeLog();
        var data = await DataDirectory.OpenAsync(options.DataDirectory, options.Token, notices.Add, cancellationToken);
        PureEdgeServer server;
        try
        {
            server = new PureEdgeServer(options, data);
        }
        catch
        {
            await data.DisposeAsync();
            throw;
        }

        try
        {
            notices.GiveTo(server._workers.Services.GetRequiredService<ILogger<PureEdgeServer>>());
            await server.ServeStoredAsync(cancellationToken);
            foreach (var path in options.Paths)
            {
                server._deployments.Add(await server.DeployAsync(path));
            }

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
    /// <exception cref="WorkerLoadException">The code does not load, unless <see cref="ServerOptions.KeepBrokenWorkers"/>.</exception>
    public async Task<Deployment> DeployAsync(string path)
    {
        var names = new List<string>();
        var files = new List<string>();
        WorkerFailure? failure = null;
        var origin = Path.GetFullPath(path);
        foreach (var source in WorkerSource.ReadAll(path, _options.Workers.Limits))
        {
            files.AddRange(source.Files);
            names.Add(source.Definition.Name);
            if (_quarantine.Find(source.Definition) is { } reason)
            {
                _registry.Break(source.Definition.Name, origin, reason);
                continue;
            }

            try
            {
                await _registry.DeployAsync(source.Definition, origin);
            }
            catch (WorkerLoadException e) when (_options.KeepBrokenWorkers)
            {
                failure = e.Failure;
                _registry.Break(source.Definition.Name, origin, e.Failure);
            }
            catch (WorkerLoadException e)
            {
                throw new WorkerLoadException(e.Failure with { Message = $"{source.Definition.Name}: {e.Failure.Message}" });
            }
        }

        _registry.Keep(origin, names);
        // With one worker from one path it answers everywhere; deployed ones still have their own hosts.
        _workers.Services.GetRequiredService<HostRouter>().Only = _options.Paths.Count == 1 && names is [var only] ? _registry.Find(only) : null;
        return new(names, files, failure);
    }

    /// <summary>Waits until the process is told to end.</summary>
    /// <param name="cancellationToken">Ends the wait, and the server.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => ((IHost)_workers).WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _crons?.Dispose();
        await _admin.DisposeAsync();
        await _workers.DisposeAsync();
        _recorder?.Dispose();
        await _data.DisposeAsync();
    }

    internal static WebApplicationBuilder NewBuilder(IReadOnlyList<string> urls)
    {
        // Empty: an appsettings.json or an ASPNETCORE_ variable of whatever folder the command runs in is none of ours.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "pureedge" });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseUrls([.. urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.RequestHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = false);
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // What keeps the server from starting is reported by whoever starts it, without a stack of ours.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        return builder;
    }

    private WebApplication BuildWorkers()
    {
        var (options, recorder) = (_options, _recorder);
        var builder = NewBuilder(options.Urls);
        builder.Services.AddPureEdge();
        builder.Services.AddSingleton(options.Workers);
        if (recorder is not null)
        {
            builder.Services.AddSingleton<IFlightRecorder>(recorder);
        }

        builder.Services.AddSingleton(provider =>
        {
            IWorkerObserver log = ActivatorUtilities.CreateInstance<LoggingObserver>(provider);
            return ActivatorUtilities.CreateInstance<RestartObserver>(provider, options.OnWorkerLog is { } listener ? new ConsoleObserver(log, listener) : log);
        });
        builder.Services.AddSingleton<IWorkerObserver>(static provider => provider.GetRequiredService<RestartObserver>());

        AddDeployment(builder.Services);
        var app = builder.Build();
        var router = app.Services.GetRequiredService<HostRouter>();
        var pipeline = app.Services.GetRequiredService<WorkerPipeline>();
        app.Run(context => pipeline.HandleAsync(context, router.Find(context), null));
        return app;
    }

    // Everything but the versions of a worker is known from the start: where it answers, and when it runs.
    private async Task ServeStoredAsync(CancellationToken cancellationToken)
    {
        var services = _workers.Services;
        var deployer = services.GetRequiredService<Deployer>();
        var addresses = services.GetRequiredService<AddressBook>();
        _crons = new CronClock(services.GetRequiredService<TimeProvider>(), ActivatorUtilities.CreateInstance<CronRunner>(services).Run);
        deployer.OnChanged = (name, worker) =>
        {
            addresses.Set(name, worker is null ? WorkerAddresses.Plain : new(worker.Routes, worker.Domains, worker.IsOnBaseDomain));
            _crons.Set(name, worker?.Crons ?? []);
        };
        await deployer.StartAsync(cancellationToken);
        services.GetRequiredService<StoreSweeper>().Start();
    }

    private void AddDeployment(IServiceCollection services)
    {
        services.AddSingleton(_data.Store);
        services.AddSingleton(_data.Secrets);
        services.AddSingleton<IQuarantine>(_quarantine);
        services.AddSingleton<DeployStore>();
        services.AddSingleton<VersionLoader>();
        services.AddSingleton<Deployer>();
        services.AddSingleton<StoreSweeper>();
        BindingCatalog.Register(services);
        services.AddSingleton<IApiRoom, AccountApi>();
        services.AddSingleton<IApiRoom, ScriptApi>();
        services.AddSingleton<IApiRoom, VersionApi>();
        services.AddSingleton<IApiRoom, SecretApi>();
        services.AddSingleton<IApiRoom, AddressApi>();
    }

    private static IReadOnlyCollection<string> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    private static void RequireUrls(IReadOnlyList<string> urls)
    {
        if (urls.Count == 0)
        {
            throw new PureEdgeException("options_invalid", "There is no URL to listen on; give one such as http://127.0.0.1:8787.");
        }

        foreach (var url in urls)
        {
            if (!IsListenUrl(url))
            {
                throw new PureEdgeException(
                    "options_invalid", $"'{url}' is not a URL to listen on; it must be http://ADDRESS:PORT or https://ADDRESS:PORT, such as http://127.0.0.1:8787.");
            }
        }
    }

    private static bool IsListenUrl(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", PathBase: "" };
        }
        catch (FormatException)
        {
            return false;
        }
    }

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
