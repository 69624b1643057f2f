using System.Text.Json;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;

namespace PureEdge.Engine.Events;

/// <summary><c>ctx</c>, the third parameter of a handler (https://developers.cloudflare.com/workers/runtime-apis/context/).</summary>
internal sealed class JsExecutionContext : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsExecutionContext>("ExecutionContext")
        .Method("waitUntil", 1, static (self, arguments) =>
        {
            self._scope.WaitUntil(WorkerRealm.Of(self.Engine), arguments[0]);
            return Undefined;
        })
        .Method("passThroughOnException", 0, static (self, _) =>
        {
            self._scope.PassThroughOnException = true;
            return Undefined;
        })
        .Getter("props", static self => self._props ??= self.ReadProps())
        .Build();

    private readonly EventScope _scope;
    private readonly JsonElement? _given;
    private JsValue? _props;

    public JsExecutionContext(WorkerRealm realm, EventScope scope, JsonElement? props = null)
        : base(realm.Engine)
    {
        _scope = scope;
        _given = props;
        Prototype = realm.PrototypeOf(Definition);
    }

    private JsValue ReadProps() => _given is { } props ? new JsonParser(Engine).Parse(props.GetRawText()) : new JsObject(Engine);
}
