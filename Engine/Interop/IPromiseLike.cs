using Jint.Native;

namespace PureEdge.Engine.Interop;

/// <summary>An object of the platform that scripts await like a promise and that is none: the promise behind it is what the host waits for.</summary>
internal interface IPromiseLike
{
    /// <summary>A promise of the language. Asking for it may begin the operation.</summary>
    JsValue Promise { get; }
}
