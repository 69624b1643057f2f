using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Navigator;

internal static class NavigatorGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsNavigator.Definition)
        .Value("navigator", static realm => new JsNavigator(realm));
}
