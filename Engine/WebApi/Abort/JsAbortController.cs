using Jint;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Abort;

/// <summary>AbortController (https://dom.spec.whatwg.org/#interface-abortcontroller).</summary>
internal sealed class JsAbortController : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsAbortController>("AbortController")
        .Constructor(0, static (realm, _) => new JsAbortController(realm))
        .Getter("signal", static self => self.Signal)
        .Method("abort", 0, static (self, arguments) =>
        {
            self.Signal.SignalAbort(arguments.At(0));
            return Undefined;
        })
        .Build();

    public JsAbortController(WorkerRealm realm)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Signal = JsAbortSignal.New(realm);
    }

    public JsAbortSignal Signal { get; }
}
