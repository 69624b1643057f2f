using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The interface WebAssembly.Table.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#tables</remarks>
internal sealed class JsWasmTable : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWasmTable>("Table")
        .Constructor(1, static (realm, arguments) => Construct(realm, arguments[0], arguments.At(1)))
        .Getter("length", static self => self.Table.Count)
        .Method("get", 1, static (self, arguments) => self._wasm.ToScript(self.Table[self.Index(arguments[0], "get")]))
        .Method("set", 1, static (self, arguments) => self.Set(arguments))
        .Method("grow", 1, static (self, arguments) => self.Grow(arguments))
        .CompletePrototype(static (_, prototype) => WebAssemblyGlobals.Tag("Table", prototype))
        .Build();

    private readonly WorkerRealm _realm;
    private readonly WasmRealm _wasm;

    private JsWasmTable(WorkerRealm realm, WasmTable table)
        : base(realm.Engine)
    {
        _realm = realm;
        _wasm = WasmRealm.Of(realm);
        Table = table;
        Prototype = realm.PrototypeOf(Definition);
    }

    public WasmTable Table { get; }

    public static JsWasmTable Of(WorkerRealm realm, WasmTable table) => (JsWasmTable)(table.Companion ??= new JsWasmTable(realm, table));

    private static JsWasmTable Construct(WorkerRealm realm, JsValue descriptor, JsValue value)
    {
        const string What = "WebAssembly.Table()";
        var wasm = WasmRealm.Of(realm);
        wasm.RequireDescriptor(descriptor, What);
        var type = wasm.TypeNamed(WebIdl.Member(realm, descriptor, "element", What), What + ": 'element'");
        if (type is not (WasmType.FuncRef or WasmType.ExternRef))
        {
            throw realm.TypeError(What + ": 'element' must be a type of references.");
        }

        var (initial, maximum) = wasm.Limits(descriptor, uint.MaxValue, What);
        var first = value.IsUndefined() ? WasmRealm.Default(type) : wasm.ToWasm(value, type);
        var table = WasmTable.Create(wasm.Store, type, 0, maximum);
        return table.Grow(initial, first) == 0 ? Of(realm, table) : throw realm.RangeError($"{What}: {initial} elements are too many.");
    }

    private int Index(JsValue value, string method)
    {
        var index = WebIdl.ToIntegerInRange(_realm, value, 0, uint.MaxValue, $"WebAssembly.Table.{method}(): argument 0");
        return index < Table.Count ? (int)index : throw _realm.RangeError($"WebAssembly.Table.{method}(): \"{index}\" is past the end; the table has {Table.Count} elements.");
    }

    private JsValue Set(JsValue[] arguments)
    {
        var index = Index(arguments[0], "set");
        var value = arguments.Length > 1 ? _wasm.ToWasm(arguments[1], Table.ElementType) : WasmRealm.Default(Table.ElementType);
        // Converting may have run a script; tables do not shrink.
        Table[index] = value;
        return Undefined;
    }

    private JsValue Grow(JsValue[] arguments)
    {
        var count = (uint)WebIdl.ToIntegerInRange(_realm, arguments[0], 0, uint.MaxValue, "WebAssembly.Table.grow(): argument 0");
        var value = arguments.Length > 1 ? _wasm.ToWasm(arguments[1], Table.ElementType) : WasmRealm.Default(Table.ElementType);
        var had = Table.Grow(count, value);
        return had >= 0 ? had : throw _realm.RangeError("WebAssembly.Table.grow(): the table may not grow so far.");
    }
}
