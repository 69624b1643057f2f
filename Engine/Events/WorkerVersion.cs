using PureEdge.Engine.Isolates;
using PureEdge.Engine.Scripts;

namespace PureEdge.Engine.Events;

/// <summary>One version of a worker, parsed. Immutable.</summary>
internal sealed record WorkerVersion(WorkerDefinition Definition, PreparedBundle Bundle) : ISharedByIsolates;
