using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>The style, the icon and the scripts, which are in the assembly.</summary>
internal static class DashboardFiles
{
    private static readonly ConcurrentDictionary<string, byte[]> Read = new(StringComparer.Ordinal);

    /// <summary>Answers with one of them.</summary>
    public static async Task WriteAsync(HttpContext context, string name, string contentType)
    {
        var bytes = Read.GetOrAdd(name, static name =>
        {
            using var stream = typeof(DashboardFiles).Assembly.GetManifestResourceStream("PureEdge.AspNetCore.Dashboard." + name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        });
        context.Response.ContentType = contentType;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
