using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>Errors in StructuredSerializeInternal: a known name, the own message, and the stack as text.</summary>
internal static class ErrorCloner
{
    public static ObjectInstance Clone(WorkerRealm realm, JsError error)
    {
        var intrinsics = realm.Engine.Intrinsics;
        var name = error.Get("name");
        ErrorConstructor constructor = (name.IsString() ? name.AsString() : "") switch
        {
            "EvalError" => JintInternals.EvalError(intrinsics),
            "RangeError" => JintInternals.RangeError(intrinsics),
            "ReferenceError" => JintInternals.ReferenceError(intrinsics),
            "SyntaxError" => JintInternals.SyntaxError(intrinsics),
            "TypeError" => intrinsics.TypeError,
            "URIError" => JintInternals.UriError(intrinsics),
            _ => intrinsics.Error,
        };
        var message = error.GetOwnProperty("message");
        var clone = constructor.Construct(message != PropertyDescriptor.Undefined && message.IsDataDescriptor()
            ? WebIdl.ToDomString(realm, message.Value)
            : null);
        clone.DefineOwnProperty("stack", new PropertyDescriptor(JintStack.Of(error), writable: true, enumerable: false, configurable: true));
        return clone;
    }
}
