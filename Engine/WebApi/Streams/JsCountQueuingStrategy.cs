using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#cqs-class</summary>
internal sealed class JsCountQueuingStrategy : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCountQueuingStrategy>("CountQueuingStrategy")
        .Constructor(1, static (realm, arguments) =>
            new JsCountQueuingStrategy(realm, BuiltInStrategies.RequiredMark(realm, arguments, "CountQueuingStrategy")))
        .Getter("highWaterMark", static self => self._highWaterMark)
        .Getter("size", static self => BuiltInStrategies.CountSize(WorkerRealm.Of(self.Engine)))
        .Build();

    private readonly double _highWaterMark;

    private JsCountQueuingStrategy(WorkerRealm realm, double highWaterMark)
        : base(realm.Engine)
    {
        _highWaterMark = highWaterMark;
        Prototype = realm.PrototypeOf(Definition);
    }
}
