using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace PureEdge.AspNetCore.Tests;

/// <summary>A server of the test's own on loopback, for workers to fetch from.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Upstream(WebApplication app) => _app = app;

    /// <summary>Where it answers, without a slash at the end.</summary>
    public string Url => _app.Urls.First();

    public int Port => new Uri(Url).Port;

    public static async Task<Upstream> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new Upstream(app);
    }

    /// <summary>Answers with what arrived: the request line's target, the headers, the body.</summary>
    public static Task<Upstream> StartEchoAsync() => StartAsync(async context =>
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        await context.Response.WriteAsync($"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget}\n");
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                await context.Response.WriteAsync($"{name}: {value}\n");
            }
        }

        await context.Response.WriteAsync($"\n{body}");
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
