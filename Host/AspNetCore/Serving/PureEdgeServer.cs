using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using PureEdge.AspNetCore.Api;
using PureEdge.AspNetCore.Api.Access;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.AspNetCore.Caching;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Cron;
using PureEdge.AspNetCore.Dashboard;
using PureEdge.AspNetCore.DependencyInjection;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.AspNetCore.Pipeline;
using PureEdge.AspNetCore.Routing;
using PureEdge.Engine;
using PureEdge.Storage.Caching;
using PureEdge.Wasm;

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
    private readonly CertificateStore? _certificates;
    private readonly LiveSettings _live;
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private readonly FlightRecorder? _recorder;
    private readonly Quarantine _quarantine = Quarantine.None;

    private PureEdgeServer(ServerOptions options, DataDirectory data)
    {
        _options = options;
        _data = data;
        _certificates = options.Certificates is { } path
            ? CertificateStore.Open(path, TimeProvider.System, notice => Log.CertificateNotice(_workers!.Services.GetRequiredService<ILogger<PureEdgeServer>>(), LogText.Clean(notice)))
            : null;
        if (options.DataDirectory != DataDirectory.Memory)
        {
            _recorder = FlightRecorder.Open(options.DataDirectory);
            _quarantine = Quarantine.Open(options.DataDirectory, _recorder.LeftBehind, TimeProvider.System.GetUtcNow());
        }

        _live = new(options, notice => Log.AccessLogNotice(_workers!.Services.GetRequiredService<ILogger<PureEdgeServer>>(), LogText.Clean(notice)));
        _workers = BuildWorkers();
        if (_recorder?.LeftBehind is { Count: > 0 } dead)
        {
            Log.FoundDead(_workers.Services.GetRequiredService<ILogger<PureEdgeServer>>(), LogText.Clean(string.Join(", ", dead)));
        }

        _registry = _workers.Services.GetRequiredService<WorkerRegistry>();
        _admin = AdminEndpoints.Build(options, _registry, new AdminToken(data.Token), _workers.Services, _certificates, _live);
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
        ServerRules.Require(options);
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

            // What of workers that were deleted is left: their server died over it.
            (server._workers.Services.GetRequiredService<IResponseCache>() as DiskResponseCache)?.ForgetOthers(server._registry.All.Select(static worker => worker.Id));
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
        var bindings = ActivatorUtilities.CreateInstance<PathBindings>(_workers.Services);
        foreach (var source in WorkerSource.ReadAll(path, _options.Workers.LimitsOf, _options.Workers.Environment))
        {
            var (definition, assets, assetFiles) = await bindings.ApplyAsync(source);
            files.AddRange([.. source.Files, .. assetFiles]);
            names.Add(definition.Name);
            if (_quarantine.Find(definition) is { } reason)
            {
                _registry.Break(definition.Name, origin, reason);
                continue;
            }

            try
            {
                await _registry.DeployAsync(definition, origin, assets);
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

        foreach (var gone in _registry.Keep(origin, names))
        {
            await _workers.Services.GetRequiredService<IResponseCache>().ForgetAsync(gone.Id, CancellationToken.None);
        }

        // With one worker from one path it answers everywhere; deployed ones still have their own hosts.
        _workers.Services.GetRequiredService<HostRouter>().Only = _options.Paths.Count == 1 && names is [var only] ? _registry.Find(only) : null;
        return new(names, files, failure);
    }

    /// <summary>
    /// Takes settings anew while the server goes on. What can change does, for requests that begin from now on; what needs a restart stays, and the log names it. When one setting is
    /// wrong nothing changes, and the log says what is. Workers whose limits are others now are loaded again, those of a path from their files.
    /// </summary>
    /// <param name="read">Reads the settings.</param>
    /// <returns>Whether they were taken.</returns>
    public async Task<bool> ReloadAsync(Func<ServerOptions> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var log = _workers.Services.GetRequiredService<ILogger<PureEdgeServer>>();
        await _reloading.WaitAsync();
        try
        {
            var next = read();
            ServerRules.Require(next);
            var (before, changed, needRestart) = await _live.TakeAsync(next);
            _workers.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HostOptions>>().Value.ShutdownTimeout = _live.DrainTime;
            await RenewAsync(before, log);
            if (needRestart.Count > 0)
            {
                Log.NeedsRestart(log, string.Join(", ", needRestart));
            }

            Log.Reloaded(log, changed.Count == 0 ? "nothing" : string.Join(", ", changed));
            return true;
        }
        catch (PureEdgeException e)
        {
            Log.NotReloaded(log, LogText.Clean(e.Message));
            return false;
        }
        finally
        {
            _reloading.Release();
        }
    }

    /// <summary>
    /// Waits until the process is told to end (SIGTERM, Ctrl+C). Then the workers' listener takes no further connection, <c>/ready</c> of the administration answers 503, and requests that
    /// have begun may go on for <see cref="ServerOptions.DrainTime"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, and the server.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => ((IHost)_workers).WaitForShutdownAsync(cancellationToken);

    /// <summary>
    /// Ends the server as being told to end does (<see cref="WaitForShutdownAsync"/>): no further connection is taken, and requests that have begun may go on for <see cref="ServerOptions.DrainTime"/>.
    /// What is left then is cut off.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _crons?.Dispose();
        await _workers.StopAsync();
        await _admin.DisposeAsync();
        await _workers.DisposeAsync();
        await _live.DisposeAsync();
        _reloading.Dispose();
        _recorder?.Dispose();
        await _data.DisposeAsync();
    }

    internal static WebApplicationBuilder NewBuilder(IReadOnlyList<string> urls, CertificateStore? certificates, LiveSettings? live = null)
    {
        // A line ends with CR LF: with a LF alone, Kestrel and a proxy in front of it may see different headers. There is no option for it.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);

        // Empty: an appsettings.json or an ASPNETCORE_ variable of whatever folder the command runs in is none of ours.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "pureedge" });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton<Microsoft.AspNetCore.Connections.IMemoryPoolFactory<byte>, ConnectionMemory>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseUrls([.. urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (certificates is not null)
            {
                // An address says no more than its port of what it is.
                var secured = urls.Select(BindingAddress.Parse).Where(static a => a.Scheme == "https").Select(static a => a.Port).ToHashSet();
                kestrel.ConfigureEndpointDefaults(listen =>
                {
                    if (listen.EndPoint is System.Net.IPEndPoint address && secured.Contains(address.Port))
                    {
                        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = connection => new(certificates.For(connection.ClientHelloInfo.ServerName)) });
                    }
                });
            }

            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.RequestHeaderEncodingSelector = static name => name == HeaderNames.ContentLength ? LengthEncoding.Instance : System.Text.Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = false);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddFilter(level => level >= (live?.LogLevel ?? LogLevel.Information));
        builder.Logging.AddFilter("Microsoft", level => level >= LogLevel.Warning && level >= (live?.LogLevel ?? LogLevel.Information));
        // What keeps the server from starting is reported by whoever starts it, without a stack of ours.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        return builder;
    }

    private WebApplication BuildWorkers()
    {
        var (options, recorder) = (_options, _recorder);
        var builder = NewBuilder(options.Urls, _certificates, _live);
        builder.Services.AddPureEdge();
        builder.Services.AddSingleton(options.Workers);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime);
        if (recorder is not null)
        {
            builder.Services.AddSingleton<IFlightRecorder>(recorder);
        }

        builder.Services.AddSingleton(provider =>
        {
            IWorkerObserver log = ActivatorUtilities.CreateInstance<LoggingObserver>(provider);
            var places = provider.GetRequiredService<SourcePlaces>();
            IWorkerObserver heard = options.OnWorkerLog is { } listener ? new ConsoleObserver(log, places, listener) : log;
            return ActivatorUtilities.CreateInstance<RestartObserver>(provider, (IWorkerObserver)new UsageObserver(
                new TailObserver(new FailureObserver(heard, places, provider.GetRequiredService<RecentFailures>()), provider.GetRequiredService<TailHub>()), provider.GetRequiredService<UsageLedger>()));
        });
        builder.Services.AddSingleton<IWorkerObserver>(static provider => provider.GetRequiredService<RestartObserver>());

        if (options.DataDirectory != DataDirectory.Memory && options.CacheBytes > 0)
        {
            builder.Services.AddSingleton<IResponseCache>(provider =>
            {
                bool KeepsFor(string worker) => provider.GetRequiredService<WorkerRegistry>().Has(worker);
                return OpenCache(
                    options, provider, "cache", options.CacheBytes, options.CacheBytesPerWorker, folder => new DiskResponseCache(folder with { KeepsFor = KeepsFor }, new(keepsFor: KeepsFor)));
            });
        }

        if (options.DataDirectory != DataDirectory.Memory && options.WasmCacheBytes > 0)
        {
            var key = _data.Secrets.KeyFor("compiled WebAssembly");
            builder.Services.AddSingleton<IWasmCodeCache>(provider => OpenCache(
                options, provider, "wasm", options.WasmCacheBytes, options.WasmCacheBytes, folder => new DiskWasmCache(folder, key)));
        }

        if (options.OtlpEndpoint is { } collector)
        {
            OpenTelemetryExport.AddTo(builder, collector);
        }

        AddDeployment(builder.Services);
        var app = builder.Build();
        var services = app.Services;
        var door = new FrontDoor(services.GetRequiredService<HostRouter>(), services.GetRequiredService<Previews>(), services.GetRequiredService<WorkerPipeline>(), _live);
        app.Run(door.HandleAsync);
        return app;
    }

    // Everything but the versions of a worker is known from the start: where it answers, and when it runs.
    private async Task ServeStoredAsync(CancellationToken cancellationToken)
    {
        var services = _workers.Services;
        var deployer = services.GetRequiredService<Deployer>();
        var addresses = services.GetRequiredService<AddressBook>();
        var tails = services.GetRequiredService<TailHub>();
        tails.OnEvent = services.GetRequiredService<TailDelivery>().Add;
        _crons = new CronClock(services.GetRequiredService<TimeProvider>(), ActivatorUtilities.CreateInstance<CronRunner>(services).Run);
        deployer.OnChanged = (name, worker) =>
        {
            addresses.Set(name, worker is null ? WorkerAddresses.Plain : new(worker.Routes, worker.Domains, worker.IsOnBaseDomain));
            _crons.Set(name, worker?.Crons ?? []);
            tails.SetConsumers(name, worker?.TailConsumers ?? []);
        };
        await services.GetRequiredService<KvNamespaces>().LoadAsync(cancellationToken);
        await services.GetRequiredService<TokenStore>().LoadAsync(cancellationToken);
        await deployer.StartAsync(cancellationToken);
        services.GetRequiredService<StoreSweeper>().Start();
        services.GetRequiredService<UsageLedger>().Start();
        services.GetRequiredService<PrometheusText>();
    }

    private async Task RenewAsync(PureEdgeOptions before, ILogger log)
    {
        try
        {
            await _workers.Services.GetRequiredService<Deployer>().RenewAsync(name => _live.HasOtherLimits(before, name));
            _workers.Services.GetRequiredService<Previews>().Renew();
        }
        catch (Storage.StorageException e)
        {
            Log.NotRenewed(log, _options.DataDirectory, LogText.Clean(e.Message));
        }

        foreach (var (path, _) in _options.Paths.Zip(_deployments).Where(d => d.Second.Names.Any(name => _live.HasOtherLimits(before, name))))
        {
            try
            {
                await DeployAsync(path);
            }
            catch (Exception e) when (e is PureEdgeException or WorkerLoadException)
            {
                Log.NotRenewed(log, path, LogText.Clean(e.Message));
            }
        }
    }

    private void AddDeployment(IServiceCollection services)
    {
        services.AddSingleton(_data.Store);
        services.AddSingleton(_data.Secrets);
        services.AddSingleton<IQuarantine>(_quarantine);
        services.AddSingleton<DeployStore>();
        services.AddSingleton<VersionLoader>();
        services.AddSingleton<StoredSizes>();
        services.AddSingleton<TenantRoom>();
        services.AddSingleton<Deployer>();
        services.AddSingleton<Previews>();
        services.AddSingleton<TailDelivery>();
        services.AddSingleton<StoreSweeper>();
        BindingCatalog.RegisterStored(services);
        services.AddSingleton<RecentFailures>();
        services.AddSingleton<WorkerPages>();
        services.AddSingleton<DashboardUploads>();
        services.AddSingleton<DeployPages>();
        services.AddSingleton<PreviewRunner>();
        services.AddSingleton<PlaygroundPages>();
        services.AddSingleton<UsagePage>();
        services.AddSingleton<FailuresPage>();
        services.AddSingleton<KvPages>();
        services.AddSingleton<UploadGate>();
        services.AddSingleton<RefusedDeployments>();
        services.AddSingleton<UploadRights>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<IApiRoom, UsageApi>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<IApiRoom, TokenApi>();
        services.AddSingleton<IApiRoom, AuditApi>();
        services.AddSingleton<IApiRoom, AccountApi>();
        services.AddSingleton<IApiRoom, ScriptApi>();
        services.AddSingleton<IApiRoom, VersionApi>();
        services.AddSingleton<IApiRoom, ContentApi>();
        services.AddSingleton<IApiRoom, SecretApi>();
        services.AddSingleton<IApiRoom, AddressApi>();
        services.AddSingleton<IApiRoom, KvApi>();
        services.AddSingleton<IApiRoom, TailApi>();
        services.AddSingleton<IApiRoom, AssetsApi>();
    }

    private static T OpenCache<T>(ServerOptions options, IServiceProvider provider, string name, long bytes, long groupBytes, Func<CacheFolderOptions, T> open)
    {
        var log = provider.GetRequiredService<ILogger<PureEdgeServer>>();
        try
        {
            return open(new()
            {
                Directory = Path.Combine(options.DataDirectory, name),
                MaxBytes = bytes,
                MaxGroupBytes = Math.Min(groupBytes, bytes),
                Clock = provider.GetRequiredService<TimeProvider>(),
                OnNotice = notice => Log.CacheNotice(log, LogText.Clean(notice)),
            });
        }
        catch (Storage.StorageException e)
        {
            throw new PureEdgeException("data_directory", e.Message, e);
        }
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
