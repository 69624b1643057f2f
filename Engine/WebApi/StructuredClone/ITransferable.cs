using Jint.Native.Object;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>An object of the platform that a transfer list may name (https://html.spec.whatwg.org/multipage/structured-data.html#transferable-objects).</summary>
internal interface ITransferable
{
    /// <summary>Whether it still has what it would pass on.</summary>
    bool CanTransfer { get; }

    /// <summary>The object that takes its place on the other side, still empty.</summary>
    ObjectInstance NewTarget();

    /// <summary>Passes on what it has; afterwards it is detached.</summary>
    void MoveTo(ObjectInstance target);
}
