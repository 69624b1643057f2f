using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Pipeline;
using PureEdge.AspNetCore.Routing;

namespace PureEdge.AspNetCore.DependencyInjection;

/// <summary>Maps workers into an application's endpoints.</summary>
public static class WorkerEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Lets a worker answer the requests of a route. The worker, and its static assets, see the whole URL. Of its configuration it has variables, <c>services</c> (other mapped workers),
    /// <c>ratelimits</c>, <c>version_metadata</c> and <c>assets</c>; there is no store, so KV is refused. Cron triggers, routes and tail workers are for a server of deployed workers, and not looked at.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route, such as <c>/fn/{**path}</c>.</param>
    /// <param name="path">A worker file (.js, .mjs), a folder with a wrangler configuration, or an upload form; relative to the content root.</param>
    /// <returns>The endpoint, for metadata such as authorization.</returns>
    /// <exception cref="PureEdgeException">There is no worker at the path, its configuration is wrong, or it binds what there is not.</exception>
    /// <exception cref="Engine.WorkerLoadException">Its code does not parse, an import does not resolve, or its top level failed.</exception>
    public static IEndpointConventionBuilder MapWorker(this IEndpointRouteBuilder endpoints, string pattern, string path)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var options = services.GetService<PureEdgeOptions>()
            ?? throw new InvalidOperationException("PureEdge is not registered: call services.AddPureEdge() first.");
        var root = services.GetRequiredService<IHostEnvironment>().ContentRootPath;
        var full = Path.GetFullPath(Path.Combine(root, path));
        var source = WorkerSource.ReadOne(full, options.LimitsOf, options.Environment);
        // The application maps its endpoints before it serves anybody, and the start-up limits bound this.
        var state = DeployAsync(services, source, full).GetAwaiter().GetResult();
        var pipeline = services.GetRequiredService<WorkerPipeline>();
        return endpoints.Map(pattern, context => pipeline.HandleAsync(context, state, null));
    }

    /// <summary>Lets every worker of the application answer at its host name, <c>{name}.{base domain}</c>; other hosts go on.</summary>
    /// <param name="app">The application.</param>
    public static IApplicationBuilder UseWorkers(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var router = app.ApplicationServices.GetRequiredService<HostRouter>();
        var pipeline = app.ApplicationServices.GetRequiredService<WorkerPipeline>();
        return app.Use(next => context =>
            router.Find(context) is { } state ? pipeline.HandleAsync(context, state, next) : next(context));
    }

    private static async Task<WorkerState> DeployAsync(IServiceProvider services, WorkerSource source, string path)
    {
        var (definition, assets, _) = await ActivatorUtilities.CreateInstance<PathBindings>(services).ApplyAsync(source);
        return await services.GetRequiredService<WorkerRegistry>().DeployAsync(definition, path, assets);
    }
}
