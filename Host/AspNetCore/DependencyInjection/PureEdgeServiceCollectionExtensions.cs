using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PureEdge.AspNetCore.Admission;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Caching;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.AspNetCore.Outbound;
using PureEdge.AspNetCore.Pipeline;
using PureEdge.AspNetCore.Routing;
using PureEdge.Engine;
using PureEdge.Wasm;

namespace PureEdge.AspNetCore.DependencyInjection;

/// <summary>Adds PureEdge to an application.</summary>
public static class PureEdgeServiceCollectionExtensions
{
    /// <summary>Registers what workers need: the runtime, the way out, the log.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; errors are reported when the first worker is mapped.</param>
    public static IServiceCollection AddPureEdge(this IServiceCollection services, Action<PureEdgeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PureEdgeOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => provider.GetRequiredService<IOptions<PureEdgeOptions>>().Value.Validate());
        services.TryAddSingleton<WorkerMetrics>();
        services.TryAddSingleton<TenantBook>();
        services.TryAddSingleton<SourceMapCache>();
        services.TryAddSingleton<SourcePlaces>();
        services.TryAddSingleton<IWorkerObserver, LoggingObserver>();
        services.TryAddSingleton<IOutboundFetcher, OutboundFetcher>();
        services.TryAddSingleton<IResponseCache>(static provider => new MemoryResponseCache(keepsFor: worker => provider.GetRequiredService<WorkerRegistry>().Has(worker)));
        services.TryAddSingleton(CreateRuntime);
        services.TryAddSingleton<TailHub>();
        services.TryAddSingleton<WorkerRegistry>();
        services.TryAddSingleton<AddressBook>();
        services.TryAddSingleton<HostRouter>();
        services.TryAddSingleton<WorkerPipeline>();
        BindingCatalog.Register(services);
        return services;
    }

    private static WorkerRuntime CreateRuntime(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<PureEdgeOptions>();
        var runtime = new WorkerRuntime(new()
        {
            Slots = options.Slots,
            ScriptCacheBytes = options.ScriptCacheBytes,
            ImageBytes = options.ImageBytes,
            Time = provider.GetRequiredService<TimeProvider>(),
            Outbound = provider.GetRequiredService<IOutboundFetcher>(),
            Observer = provider.GetRequiredService<IWorkerObserver>(),
            ResponseCache = new MeteredResponseCache(provider.GetRequiredService<IResponseCache>(), provider.GetRequiredService<WorkerMetrics>()),
            WasmCodeCache = provider.GetService<IWasmCodeCache>(),
            FlightRecorder = provider.GetService<IFlightRecorder>(),
        });
        provider.GetRequiredService<WorkerMetrics>().Observe(runtime);
        return runtime;
    }
}
