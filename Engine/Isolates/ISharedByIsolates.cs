namespace PureEdge.Engine.Isolates;

/// <summary>Marks what all isolates of a worker share: none of them is charged for keeping it.</summary>
internal interface ISharedByIsolates;
