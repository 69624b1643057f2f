using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Navigator;

/// <summary>Navigator as Workers have it (https://developers.cloudflare.com/workers/runtime-apis/web-standards/#navigatoruseragent). It tells nothing of the machine.</summary>
internal sealed class JsNavigator : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsNavigator>("Navigator")
        .Getter("userAgent", static _ => "Cloudflare-Workers")
        .Getter("hardwareConcurrency", static _ => 1)
        .Getter("language", static _ => "en")
        .Getter("languages", static self => self._languages ??= WorkerRealm.Of(self.Engine).NewArray("en"))
        .Build();

    private JsArray? _languages;

    public JsNavigator(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);
}
