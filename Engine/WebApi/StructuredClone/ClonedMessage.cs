using Jint.Native;
using Jint.Native.Object;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>What a structured clone with transfer gives.</summary>
/// <param name="Data">The copy.</param>
/// <param name="Transferred">What the objects of the transfer list became, in its order.</param>
internal sealed record ClonedMessage(JsValue Data, IReadOnlyList<ObjectInstance> Transferred);
