using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Console;
using PureEdge.Engine.WebApi.Crypto;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>What <c>node:util</c> cannot ask in JavaScript: how a value looks, and what it is.</summary>
internal static class NodeInspection
{
    private const int MaxInspected = 1 << 20;
    private const int MaxDepth = 1_000;

    public static JsObject Create(WorkerRealm realm)
    {
        var native = new JsObject(realm.Engine);
        native.FastSetDataProperty("inspect", realm.NewFunction("inspect", 2, static (realm, a) =>
        {
            var depth = TypeConverter.ToNumber(a.At(1));
            return ValueInspector.Inspect(realm, a.At(0), double.IsNaN(depth) ? 2 : (int)Math.Clamp(depth, -1, MaxDepth), MaxInspected);
        }));
        native.FastSetDataProperty("kindOf", realm.NewFunction("kindOf", 1, static (_, a) => KindOf(a.At(0))));
        return native;
    }

    /// <summary>What internal slots a value has, by a name; without running a script.</summary>
    private static string KindOf(JsValue value)
    {
        if (value is not ObjectInstance o)
        {
            return "";
        }

        if (JintInternals.IsOpaque(o, out var isProxy))
        {
            return isProxy ? "Proxy" : "Module";
        }

        return o switch
        {
            JsMap => "Map",
            JsSet => "Set",
            JsDate => "Date",
            JsRegExp => "RegExp",
            JsArrayBuffer => "ArrayBuffer",
            JsCryptoKey => "CryptoKey",
            JsTypedArray => "TypedArray",
            Jint.Native.Error.ErrorInstance => "Error",
            IJsPrimitive { PrimitiveValue: var primitive } => "Boxed " + primitive switch
            {
                JsString => "String",
                JsNumber => "Number",
                JsBoolean => "Boolean",
                JsBigInt => "BigInt",
                _ => "Symbol",
            },
            Function { FunctionDeclaration: { } f } => (f.Async ? "Async" : "") + (f.Generator ? "Generator" : "") + "Function",
            Function => "Function",
            _ when o.IsPromise() => "Promise",
            _ when o.IsDataView() => "DataView",
            _ => o.GetType().Name switch
            {
                "JsWeakMap" => "WeakMap",
                "JsWeakSet" => "WeakSet",
                "GeneratorInstance" or "AsyncGeneratorInstance" => "Generator",
                "JsArguments" => "Arguments",
                _ => "Object",
            },
        };
    }
}
