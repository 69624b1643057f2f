namespace PureEdge.Engine;

/// <summary>A worker's code cannot run: it does not parse, an import does not resolve, or its top level failed.</summary>
/// <param name="failure">What is wrong, and where.</param>
public sealed class WorkerLoadException(WorkerFailure failure) : Exception(failure.Message)
{
    /// <summary>What is wrong, and where.</summary>
    public WorkerFailure Failure { get; } = failure;
}
