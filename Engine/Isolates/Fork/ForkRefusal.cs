namespace PureEdge.Engine.Isolates.Fork;

/// <summary>Why a worker's isolates are not forked: each of them runs the top level.</summary>
internal sealed class ForkRefusal(string reason) : Exception(reason)
{
    public ForkRefusal()
        : this("")
    {
    }
}
