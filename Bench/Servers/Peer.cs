using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.Bench.Servers;

/// <summary>
/// What PureEdge is compared with: the same Kestrel, configured by the same code, that answers the same bytes as the hello worker
/// from C#. The difference between the two is PureEdge.
/// </summary>
internal static class Peer
{
    private static readonly byte[] Hello = "Hello World"u8.ToArray();

    /// <summary>Serves on a free port until the parent ends.</summary>
    public static async Task RunAsync()
    {
        Roles.PrepareThreadPool();
        await using var app = PureEdgeServer.NewBuilder(["http://127.0.0.1:0"], certificates: null).Build();
        app.Run(static async context =>
        {
            var response = context.Response;
            response.Headers["PureEdge-Request-Id"] = context.TraceIdentifier;
            response.ContentType = "text/plain;charset=UTF-8";
            response.ContentLength = Hello.Length;
            await response.BodyWriter.WriteAsync(Hello, context.RequestAborted);
        });
        await app.StartAsync();
        Console.WriteLine($"ready {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}");
        await Roles.WaitForParentAsync(static _ => null);
    }
}
