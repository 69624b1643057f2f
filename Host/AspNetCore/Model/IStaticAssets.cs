using PureEdge.Engine;

namespace PureEdge.AspNetCore.Model;

/// <summary>The static assets of a version, which answer requests before its code does. Thread-safe.</summary>
internal interface IStaticAssets
{
    /// <summary>The answer to a request that came from outside, or <see langword="null"/> when the version's code is to answer it.</summary>
    ValueTask<WorkerResponse?> AnswerAsync(WorkerRequest request, CancellationToken cancel);
}
