using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Events;

internal static class EventHandlerAttributes
{
    /// <summary>Declares the event handler attribute <c>on{type}</c>.</summary>
    public static InterfaceBuilder<T> EventHandler<T>(this InterfaceBuilder<T> builder, string type)
        where T : JsEventTarget =>
        builder.Attribute("on" + type, self => self.GetHandler(type), (self, value) => self.SetHandler(type, value));
}
