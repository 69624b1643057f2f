using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#blqs-class</summary>
internal sealed class JsByteLengthQueuingStrategy : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsByteLengthQueuingStrategy>("ByteLengthQueuingStrategy")
        .Constructor(1, static (realm, arguments) =>
            new JsByteLengthQueuingStrategy(realm, BuiltInStrategies.RequiredMark(realm, arguments, "ByteLengthQueuingStrategy")))
        .Getter("highWaterMark", static self => self._highWaterMark)
        .Getter("size", static self => BuiltInStrategies.ByteLengthSize(WorkerRealm.Of(self.Engine)))
        .Build();

    private readonly double _highWaterMark;

    private JsByteLengthQueuingStrategy(WorkerRealm realm, double highWaterMark)
        : base(realm.Engine)
    {
        _highWaterMark = highWaterMark;
        Prototype = realm.PrototypeOf(Definition);
    }
}
