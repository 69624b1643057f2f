using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Isolates.Fork;
using PureEdge.Limits;

namespace PureEdge.Engine.Events;

/// <summary>
/// Runs a worker's top level in an isolate that never serves, and makes the image of what that leaves behind. It runs when a slot is
/// free for its worker, as a request does, and takes its time from the worker's share.
/// </summary>
/// <param name="version">The version.</param>
/// <param name="mostBytes">Of a larger image there is none.</param>
/// <param name="always">Also when running the top level is as fast.</param>
internal sealed class ImageTurn(WorkerVersion version, long mostBytes, bool always = false) : TurnItem(new StartupScope(version.Definition.Limits))
{
    /// <summary>
    /// Fuel of the shortest top level that has an image: a worker of one object has 1 or 2, and copying its 220 objects takes as long. One
    /// of less than 100 was seen to take 0.4 ms, its copy 0.07.
    /// </summary>
    public const int LeastFuel = 16;

    /// <summary>
    /// Bytes that a top level with an image may allocate: it runs once more beside the isolate of the deployment, and the two together
    /// stay within what one may have.
    /// </summary>
    public const long MostAllocated = 32 << 20;

    private readonly TaskCompletionSource<(IsolateImage? Image, string Reason)> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The image, or why there is none.</summary>
    public Task<(IsolateImage? Image, string Reason)> Made => _made.Task;

    /// <summary>Why there is no image of what a top level leaves behind, by what it consumed; else <see langword="null"/>.</summary>
    public static string? WhyNone(UsageReport usage) =>
        usage.Fuel < LeastFuel ? "its top level is so short that running it takes no longer than copying would"
        : usage.AllocatedBytes > MostAllocated ? $"its top level allocates more than {MostAllocated >> 20} MB"
        : null;

    /// <inheritdoc/>
    public override void Run(Isolate isolate)
    {
        try
        {
            WorkerHandlers.Start(isolate, version.Definition, version.Bundle);
        }
        catch (WorkerLoadException e)
        {
            Fail(e.Failure);
        }
    }

    /// <inheritdoc/>
    public override void AfterTurn(Isolate isolate, Action onSlice)
    {
        if (Made.IsCompleted)
        {
            return;
        }

        if (isolate.Death is { } death)
        {
            Fail(death);
            return;
        }

        if (!always && WhyNone(Scope.Limits.Report) is { } reason)
        {
            _made.TrySetResult((null, reason));
            return;
        }

        try
        {
            _made.TrySetResult((ImageBuilder.Build(isolate, mostBytes, onSlice), ""));
        }
        catch (ForkRefusal e)
        {
            _made.TrySetResult((null, e.Message));
        }
        catch (Exception e)
        {
            // Ours to mend; the worker runs its top level meanwhile.
            isolate.ReportFault(e);
            _made.TrySetResult((null, "PureEdge failed to copy it"));
        }
    }

    /// <inheritdoc/>
    public override void Fail(WorkerFailure failure) => _made.TrySetResult((null, $"its top level failed when it ran again: {failure.Message}"));

    /// <inheritdoc/>
    public override void Abandon(WorkerFailure failure) => Fail(failure);
}
