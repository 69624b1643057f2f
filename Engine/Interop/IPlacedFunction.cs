namespace PureEdge.Engine.Interop;

/// <summary>A function that is no script and yet has a line of its own in stacks.</summary>
internal interface IPlacedFunction
{
    /// <summary>What it is called there, short; empty when it has no name.</summary>
    string FrameName { get; }

    /// <summary>Where it is; null when it is shown as any other function of the host.</summary>
    string? Place { get; }
}
