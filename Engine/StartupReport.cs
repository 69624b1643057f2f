using PureEdge.Limits;

namespace PureEdge.Engine;

/// <summary>How a worker's top level ran.</summary>
/// <param name="Failure">Why it failed, or <see langword="null"/>.</param>
/// <param name="Usage">What it consumed.</param>
/// <param name="Handlers">The events it handles, such as <c>fetch</c> and <c>scheduled</c>.</param>
public sealed record StartupReport(WorkerFailure? Failure, UsageReport Usage, IReadOnlyList<string> Handlers);
