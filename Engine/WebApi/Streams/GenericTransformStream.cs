using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>An interface that includes the mixin GenericTransformStream (https://streams.spec.whatwg.org/#generictransformstream).</summary>
internal interface IGenericTransformStream
{
    /// <summary>What works behind it.</summary>
    JsTransformStream Transform { get; }
}

/// <summary>The members of the mixin.</summary>
internal static class GenericTransformStream
{
    public static InterfaceBuilder<T> TransformMembers<T>(this InterfaceBuilder<T> builder)
        where T : ObjectInstance, IGenericTransformStream => builder
        .Getter("readable", static self => self.Transform.Readable)
        .Getter("writable", static self => self.Transform.Writable);
}
