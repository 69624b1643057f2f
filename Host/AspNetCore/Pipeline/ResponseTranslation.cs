using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>From a worker's response to ASP.NET's: headers, then the body streamed with back-pressure.</summary>
internal static class ResponseTranslation
{
    private const int ChunkBytes = 32 << 10;

    // Those of the connection belong to the server (RFC 9110 section 7.6.1); ours cannot be forged.
    private static readonly FrozenSet<string> NotForwarded = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "TE", "Trailer", PureEdgeHeaders.Outcome, PureEdgeHeaders.RequestId,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static async Task WriteAsync(HttpContext context, WorkerResponse source, Egress egress)
    {
        await using var body = source.Body;
        var response = context.Response;
        response.StatusCode = source.Status;
        if (source.StatusText.Length > 0 && context.Features.Get<IHttpResponseFeature>() is { } feature)
        {
            feature.ReasonPhrase = source.StatusText;
        }

        var mayHaveBody = source.Status is not (204 or 205 or 304) && !HttpMethods.IsHead(context.Request.Method);
        // The length of a body in memory is known better; an answer without a body may still say which one it would have (HEAD, 304).
        CopyHeaders(source.Headers, response, keepLength: mayHaveBody ? body is not null : source.Status is not (204 or 205));
        if (!mayHaveBody)
        {
            return;
        }

        if (body is not null)
        {
            await PumpAsync(body, context, egress);
            return;
        }

        response.ContentLength = source.Bytes.Length;
        await response.BodyWriter.WriteAsync(source.Bytes, context.RequestAborted);
        egress.Sent(source.Bytes.Length);
    }

    public static void CopyHeaders(HeaderList headers, HttpResponse response, bool keepLength)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            var (name, value) = headers[i];
            if (NotForwarded.Contains(name))
            {
                continue;
            }

            if (string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                if (keepLength && long.TryParse(value, System.Globalization.NumberStyles.None, null, out var length))
                {
                    response.ContentLength = length;
                }

                continue;
            }

            response.Headers[name] = response.Headers.TryGetValue(name, out var present) ? StringValues.Concat(present, value) : value;
        }
    }

    private static async Task PumpAsync(Stream body, HttpContext context, Egress egress)
    {
        var writer = context.Response.BodyWriter;
        var missing = context.Response.ContentLength;
        await context.Response.StartAsync(context.RequestAborted);
        while (true)
        {
            var read = await body.ReadAsync(writer.GetMemory(ChunkBytes), context.RequestAborted);
            if (read == 0)
            {
                if (missing > 0)
                {
                    throw new IOException($"The body is {missing} bytes shorter than its Content-Length says.");
                }

                return;
            }

            missing -= read;
            writer.Advance(read);
            // Each chunk goes out as it comes (server-sent events); the flush waits when the client is slow.
            var flushed = await writer.FlushAsync(context.RequestAborted);
            egress.Sent(read);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                return;
            }
        }
    }
}
