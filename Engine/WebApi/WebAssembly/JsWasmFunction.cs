using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>A function of WebAssembly as scripts call it: one object for each.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#exported-function-exotic-objects</remarks>
internal sealed class JsWasmFunction : Function, IPlacedFunction
{
    private readonly WorkerRealm _realm;
    private Func<JsValue[], JsValue>? _inside;

    private JsWasmFunction(WorkerRealm realm, WasmFunction function)
        : base(realm.Engine, JintInternals.Realm(realm.Engine), new JsString(function.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)))
    {
        _realm = realm;
        Function = function;
        Prototype = realm.FunctionPrototype;
        _length = new PropertyDescriptor(function.Type.Parameters.Length, writable: false, enumerable: false, configurable: true);
    }

    public WasmFunction Function { get; }

    /// <inheritdoc/>
    string IPlacedFunction.FrameName => Function.Name ?? "";

    /// <inheritdoc/>
    string? IPlacedFunction.Place => Function.Place;

    public static JsWasmFunction Of(WorkerRealm realm, WasmFunction function) =>
        (JsWasmFunction)(function.Companion ??= new JsWasmFunction(realm, function));

    /// <summary>A function of a script, as programs call it; one that WebAssembly exports stays what it is.</summary>
    public static WasmFunction Import(WorkerRealm realm, JsValue function, WasmFunctionType type)
    {
        if (function is JsWasmFunction exported)
        {
            return exported.Function;
        }

        var wasm = WasmRealm.Of(realm);
        Func<JsValue[], JsValue> call = values => realm.Call(function, JsValue.Undefined, values);
        return WasmFunction.OfHost(wasm.Store, type, (arguments, results) =>
        {
            var caller = wasm.Store.TakeCaller();
            var values = new JsValue[arguments.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = wasm.ToScript(arguments[i]);
            }

            try
            {
                Results(realm, wasm, Inside(wasm, caller, call, values), type, results);
            }
            catch (JavaScriptException e)
            {
                throw wasm.ToThrown(e.Error);
            }
        });
    }

    /// <summary>
    /// Does something with a line for a function of a program on the stack, so that errors made there show it. The function that a script
    /// has called, the innermost such, is on it already; those between the two are not known.
    /// </summary>
    public static JsValue Inside(WasmRealm wasm, WasmFunction? function, Func<JsValue[], JsValue> body, params JsValue[] arguments)
    {
        if (function is null || ReferenceEquals(function, wasm.Entered))
        {
            return body(arguments);
        }

        var frame = Of(wasm.Realm, function);
        frame._inside = body;
        try
        {
            return wasm.Realm.Call(frame, Undefined, arguments);
        }
        finally
        {
            // A call may be refused before it begins.
            frame._inside = null;
        }
    }

    /// <inheritdoc/>
    protected override JsValue Call(JsValue thisObject, JsValue[] arguments)
    {
        if (_inside is { } body)
        {
            _inside = null;
            return body(arguments);
        }

        var wasm = WasmRealm.Of(_realm);
        var parameters = Function.Type.Parameters;
        var values = new WasmValue[parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = wasm.ToWasm(i < arguments.Length ? arguments[i] : Undefined, parameters[i]);
        }

        var results = new WasmValue[Function.Type.Results.Length];
        var outer = wasm.Entered;
        wasm.Entered = Function;
        try
        {
            Function.Invoke(values, results);
        }
        catch (Exception e) when (e is WasmTrapException or WasmThrownException)
        {
            throw wasm.ToError(e);
        }
        finally
        {
            wasm.Entered = outer;
        }

        return results.Length switch
        {
            0 => Undefined,
            1 => wasm.ToScript(results[0]),
            _ => _realm.NewArray([.. results.Select(wasm.ToScript)]),
        };
    }

    private static void Results(WorkerRealm realm, WasmRealm wasm, JsValue returned, WasmFunctionType type, Span<WasmValue> results)
    {
        if (results.Length == 1)
        {
            results[0] = wasm.ToWasm(returned, type.Results[0]);
        }
        else if (results.Length > 1)
        {
            var items = wasm.Sequence(returned, "What an imported function of several results returns", results.Length);
            if (items.Count != results.Length)
            {
                throw realm.TypeError($"An imported function returned {items.Count} values; its type has {results.Length}.");
            }

            for (var i = 0; i < results.Length; i++)
            {
                results[i] = wasm.ToWasm(items[i], type.Results[i]);
            }
        }
    }
}
