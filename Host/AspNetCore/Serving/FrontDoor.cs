using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Pipeline;
using PureEdge.AspNetCore.Routing;

namespace PureEdge.AspNetCore.Serving;

/// <summary>Every request of the workers' listener: which worker answers it, the preview of which version, and the line of the access log.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class FrontDoor(HostRouter router, Previews previews, WorkerPipeline pipeline, LiveSettings live)
{
    /// <summary>Answers a request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var state = router.Find(context);

        // The only worker answers everywhere, but not in place of a version that was asked for.
        return (state is null || ReferenceEquals(state, router.Only)) && router.PreviewAt(context.Request.Host.Host) is { } preview
            ? AnswerPreviewAsync(context, preview, state)
            : AnswerAsync(context, state);
    }

    private Task AnswerAsync(HttpContext context, WorkerState? state) =>
        live.AccessLog is not { } log ? pipeline.HandleAsync(context, state, null) : log.RunAsync(context, state?.Name, () => pipeline.HandleAsync(context, state, null));

    private async Task AnswerPreviewAsync(HttpContext context, (string Version, string Name) preview, WorkerState? other) =>
        await AnswerAsync(context, await previews.FindAsync(preview.Version, preview.Name, context.RequestAborted) ?? other);
}
