using PureEdge.Engine;

namespace PureEdge.AspNetCore.Serving;

/// <summary>What a path was deployed as.</summary>
/// <param name="Names">The workers' names.</param>
/// <param name="Files">The files they came from, and the folders where further ones may appear: of static assets, and of modules that nobody needs to import.</param>
/// <param name="Failure">Why the last of them does not load, or <see langword="null"/>.</param>
public sealed record Deployment(IReadOnlyList<string> Names, IReadOnlyList<string> Files, WorkerFailure? Failure);
