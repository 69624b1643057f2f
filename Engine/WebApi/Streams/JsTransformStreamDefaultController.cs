using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#ts-default-controller-class</summary>
internal sealed class JsTransformStreamDefaultController : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsTransformStreamDefaultController>("TransformStreamDefaultController")
        .Getter("desiredSize", static self => self._machine.ReadableController.DesiredSize is { } size ? JsNumber.Create(size) : Null)
        .Method("enqueue", 0, static (self, arguments) =>
        {
            self.Enqueue(arguments.At(0));
            return Undefined;
        })
        .Method("error", 0, static (self, arguments) =>
        {
            self._machine.Error(arguments.At(0));
            return Undefined;
        })
        .Method("terminate", 0, static (self, _) =>
        {
            self._machine.Terminate();
            return Undefined;
        })
        .Build();

    private readonly TransformMachine _machine;

    public JsTransformStreamDefaultController(WorkerRealm realm, TransformMachine machine)
        : base(realm.Engine)
    {
        _machine = machine;
        Prototype = realm.PrototypeOf(Definition);
    }

    /// <summary>Passes a chunk to the readable side; a <see cref="JavaScriptException"/> when it takes no more.</summary>
    public void Enqueue(JsValue chunk) => _machine.Enqueue(chunk);
}
