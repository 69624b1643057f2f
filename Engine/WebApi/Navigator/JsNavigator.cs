using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.WebApi.Navigator;

/// <summary>Navigator as Workers have it (https://developers.cloudflare.com/workers/runtime-apis/web-standards/#navigatoruseragent). It tells nothing of the machine.</summary>
internal sealed class JsNavigator : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsNavigator>("Navigator")
        .Getter("userAgent", static _ => "Cloudflare-Workers")
        .Getter("hardwareConcurrency", static _ => 1)
        .Getter("platform", static _ => "")
        .Getter("language", static _ => "en")
        .Getter("languages", static self => self._languages ??= WorkerRealm.Of(self.Engine).NewArray("en"))
        .Method("sendBeacon", 1, static (self, arguments) => SendBeacon(WorkerRealm.Of(self.Engine), arguments[0], arguments.At(1)))
        .Build();

    private JsArray? _languages;

    public JsNavigator(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);

    /// <summary>https://w3c.github.io/beacon/#sec-processing-model: a POST whose answer nobody waits for, but the request's end does.</summary>
    private static JsBoolean SendBeacon(WorkerRealm realm, JsValue url, JsValue data)
    {
        var init = new JsObject(realm.Engine);
        init.FastSetDataProperty("method", "POST");
        init.FastSetDataProperty("body", data);
        var answer = FetchFunction.Call(realm, [url, init]);
        // What becomes of it is nobody's error.
        var done = realm.NewPromise();
        realm.React(answer, _ => done.Resolve(JsValue.Undefined), _ => done.Resolve(JsValue.Undefined));
        realm.Host.Scope.WaitUntil(realm, done.Promise);
        return JsBoolean.True;
    }
}
