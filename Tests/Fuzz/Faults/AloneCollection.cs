namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>Tests that run when no others do.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
