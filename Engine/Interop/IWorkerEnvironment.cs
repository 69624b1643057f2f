using Jint.Native;

namespace PureEdge.Engine.Interop;

/// <summary>Has the <c>env</c> of an isolate: the same object wherever a script gets it from.</summary>
internal interface IWorkerEnvironment
{
    JsValue Env { get; }
}
