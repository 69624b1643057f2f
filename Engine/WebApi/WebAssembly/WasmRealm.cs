using System.Numerics;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>WebAssembly in one isolate: its store, its errors, and how values cross.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#towebassemblyvalue</remarks>
internal sealed class WasmRealm
{
    private readonly WorkerRealm _realm;

    private WasmRealm(WorkerRealm realm)
    {
        _realm = realm;
        CompileError = new WasmErrorConstructor(realm, "CompileError");
        LinkError = new WasmErrorConstructor(realm, "LinkError");
        RuntimeError = new WasmErrorConstructor(realm, "RuntimeError");
    }

    public WorkerRealm Realm => _realm;

    /// <summary>The function that the script has called, and that has not returned; the innermost of several.</summary>
    public WasmFunction? Entered { get; set; }

    /// <summary>What fuel and stack may be used is the turn's: the thread is metered.</summary>
    public WasmStore Store { get; } = new() { FuelLeft = long.MaxValue };

    /// <summary>The kind of exceptions that are values a script threw.</summary>
    public WasmTag JsTag { get; } = new(WasmFunctionType.Of([WasmType.ExternRef], []));

    public WasmErrorConstructor CompileError { get; }

    public WasmErrorConstructor LinkError { get; }

    public WasmErrorConstructor RuntimeError { get; }

    public static WasmRealm Of(WorkerRealm realm) => realm.State(typeof(WasmRealm), static realm => new WasmRealm(realm));

    /// <summary>ToJSValue.</summary>
    public JsValue ToScript(WasmValue value) => value.Type switch
    {
        WasmType.I32 => JsNumber.Create(value.AsI32()),
        WasmType.I64 => new JsBigInt(new BigInteger(value.AsI64())),
        WasmType.F32 => JsNumber.Create((double)value.AsF32()),
        WasmType.F64 => JsNumber.Create(value.AsF64()),
        WasmType.FuncRef => value.AsFunction() is { } function ? JsWasmFunction.Of(_realm, function) : JsValue.Null,
        WasmType.ExternRef => value.AsExtern() is JsValue held ? held : JsValue.Null,
        _ => throw _realm.TypeError($"A value of the type {NameOf(value.Type)} cannot pass to JavaScript."),
    };

    /// <summary>ToWebAssemblyValue.</summary>
    public WasmValue ToWasm(JsValue value, WasmType type) => type switch
    {
        WasmType.I32 => WasmValue.I32(TypeConverter.ToInt32(value)),
        WasmType.I64 => WasmValue.I64((long)(ulong)(TypeConverter.ToBigInt(value) & ulong.MaxValue)),
        WasmType.F32 => WasmValue.F32((float)TypeConverter.ToNumber(value)),
        WasmType.F64 => WasmValue.F64(TypeConverter.ToNumber(value)),
        WasmType.FuncRef => value switch
        {
            JsWasmFunction function => WasmValue.Function(function.Function),
            _ when value.IsNull() => WasmValue.Function(null),
            _ => throw _realm.TypeError("A function reference must be null or a function that WebAssembly exports."),
        },
        WasmType.ExternRef => WasmValue.Extern(value.IsNull() ? null : value),
        _ => throw _realm.TypeError($"A value of the type {NameOf(type)} cannot come from JavaScript."),
    };

    /// <summary>The value of a type where none is given; undefined where any value of a script is allowed.</summary>
    public static WasmValue Default(WasmType type) => type == WasmType.ExternRef ? WasmValue.Extern(JsValue.Undefined) : WasmValue.Default(type);

    /// <summary>What a script sees of what a program throws or was stopped for.</summary>
    public JavaScriptException ToError(Exception failure) => failure switch
    {
        WasmTrapException { Trap: WasmTrap.StackExhausted } => _realm.RangeError("Maximum call stack size exceeded"),
        WasmTrapException trap => new(JsWasmFunction.Inside(this, trap.Function, Trapped, trap.Message)),
        WasmThrownException thrown when ReferenceEquals(thrown.Tag, JsTag) => new(ToScript(thrown.Values[0])),
        WasmThrownException thrown => new(JsWasmException.Of(_realm, thrown)),
        WasmLinkException link => LinkError.New("WebAssembly.Instance(): " + link.Message),
        _ => throw new InvalidOperationException("not of WebAssembly", failure),
    };

    // Its stack is read at once: the interpreter has a rendering of its own for what the host throws, without places.
    private ObjectInstance Trapped(JsValue[] arguments)
    {
        var error = (JsError)RuntimeError.Construct(arguments, RuntimeError);
        JintStack.Read(error);
        return error;
    }

    /// <summary>What a program sees of what a script threw.</summary>
    public WasmThrownException ToThrown(JsValue error) =>
        error is JsWasmException exception ? exception.Thrown : new WasmThrownException(JsTag, WasmValue.Extern(error.IsNull() ? null : error));

    public static string NameOf(WasmType type) => type switch
    {
        WasmType.FuncRef => "funcref",
        WasmType.ExternRef => "externref",
        WasmType.ExnRef => "exnref",
        _ => type.ToString().ToLowerInvariant(),
    };

    /// <summary>The items of an iterable.</summary>
    public List<JsValue> Sequence(JsValue value, string what, int most)
    {
        var items = new List<JsValue>();
        JsSequence.ForEach(_realm, value, what, item =>
        {
            if (items.Count >= most)
            {
                throw _realm.TypeError($"{what}: more than the {most} values that there may be.");
            }

            items.Add(item);
        });
        return items;
    }

    /// <summary>The enumeration ValueType.</summary>
    public WasmType TypeNamed(JsValue name, string what) => WebIdl.ToDomString(_realm, name) switch
    {
        "i32" => WasmType.I32,
        "i64" => WasmType.I64,
        "f32" => WasmType.F32,
        "f64" => WasmType.F64,
        "v128" => WasmType.V128,
        "anyfunc" or "funcref" => WasmType.FuncRef,
        "externref" => WasmType.ExternRef,
        _ => throw _realm.TypeError($"{what} is no type of WebAssembly; \"i32\", \"i64\", \"f32\", \"f64\", \"v128\", \"anyfunc\" and \"externref\" are."),
    };

    /// <summary>Refuses a descriptor that is no object.</summary>
    public void RequireDescriptor(JsValue descriptor, string what)
    {
        if (descriptor is not ObjectInstance)
        {
            throw _realm.TypeError($"{what}: the descriptor is not an object.");
        }
    }

    /// <summary>The limits in a descriptor of a memory or a table.</summary>
    public (uint Initial, uint? Maximum) Limits(JsValue descriptor, uint most, string what)
    {
        RequireDescriptor(descriptor, what);
        uint? Read(string name)
        {
            var value = WebIdl.Member(_realm, descriptor, name, what);
            return value.IsUndefined() ? null : (uint)WebIdl.ToIntegerInRange(_realm, value, 0, uint.MaxValue, $"{what}: '{name}'");
        }

        var initial = Read("initial") ?? throw _realm.TypeError($"{what}: 'initial' is required.");
        var maximum = Read("maximum");
        if (initial > most || maximum > most)
        {
            throw most == uint.MaxValue ? _realm.RangeError($"{what}: too large.") : _realm.RangeError($"{what}: at most {most} are allowed.");
        }

        return maximum < initial ? throw _realm.RangeError($"{what}: 'maximum' {maximum} is less than 'initial' {initial}.") : (initial, maximum);
    }
}
