using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The functions of the namespace WebAssembly.</summary>
/// <remarks>https://webassembly.github.io/spec/js-api/#webassembly-namespace</remarks>
internal static class WasmCompilation
{
    public static JsValue Validate(WorkerRealm realm, JsValue[] arguments)
    {
        var bytes = BufferSource.Bytes(realm, arguments.At(0), "WebAssembly.validate(): argument 0");
        realm.ChargeInput(bytes.Length, 1);
        return WasmModule.Validate(bytes.Span) is null ? JsBoolean.True : JsBoolean.False;
    }

    public static JsValue Compile(WorkerRealm realm, JsValue[] arguments) =>
        Promised(realm, () => new JsWasmModule(realm, FromBytes(realm, arguments.At(0), "WebAssembly.compile()")));

    public static JsValue Instantiate(WorkerRealm realm, JsValue[] arguments)
    {
        var imports = arguments.At(1);
        return Promised(realm, () =>
        {
            RequireImports(realm, imports, "WebAssembly.instantiate()");
            if (arguments.At(0) is JsWasmModule module)
            {
                return new JsWasmInstance(realm, module.Module, imports);
            }

            // What is compiled now is instantiated later: then the imports are read.
            var compiled = new JsWasmModule(realm, FromBytes(realm, arguments.At(0), "WebAssembly.instantiate()"));
            var capability = realm.NewPromise();
            realm.React(
                realm.ResolvedPromise(JsValue.Undefined),
                _ => Settle(capability, () => Both(realm, compiled, imports)),
                capability.Reject);
            return capability.Promise;
        });
    }

    /// <summary>https://webassembly.github.io/spec/web-api/#streaming-modules</summary>
    public static JsValue CompileStreaming(WorkerRealm realm, JsValue[] arguments) =>
        Streamed(realm, arguments.At(0), "WebAssembly.compileStreaming()", static compiled => compiled);

    public static JsValue InstantiateStreaming(WorkerRealm realm, JsValue[] arguments)
    {
        const string What = "WebAssembly.instantiateStreaming()";
        var imports = arguments.At(1);
        return Promised(realm, () =>
        {
            RequireImports(realm, imports, What);
            return Streamed(realm, arguments.At(0), What, compiled => Both(realm, compiled, imports));
        });
    }

    /// <summary>A TypeError unless there is an object of imports, or none.</summary>
    public static void RequireImports(WorkerRealm realm, JsValue imports, string what)
    {
        if (!imports.IsUndefined() && imports is not ObjectInstance)
        {
            throw realm.TypeError($"{what}: argument 1 must be an object with the imports.");
        }
    }

    /// <summary>Compiles bytes that a script has.</summary>
    /// <exception cref="JavaScriptException">A CompileError: they are no module, or the worker may not compile.</exception>
    public static WasmModule FromBytes(WorkerRealm realm, JsValue source, string what)
    {
        var bytes = BufferSource.Bytes(realm, source, what + ": argument 0");
        if (!realm.AllowsCodeFromData)
        {
            throw WasmRealm.Of(realm).CompileError.New(
                $"{what}: Wasm code generation disallowed by embedder. Import the module from the bundle, as in: import module from \"./x.wasm\".");
        }

        realm.ChargeInput(bytes.Length, 1);
        return Compiled(realm, bytes.Span, what);
    }

    /// <summary>Compiles bytes, or finds what another isolate has compiled.</summary>
    public static WasmModule Compiled(WorkerRealm realm, ReadOnlySpan<byte> bytes, string what)
    {
        try
        {
            return WasmModule.Compile(bytes);
        }
        catch (WasmFormatException refused)
        {
            throw WasmRealm.Of(realm).CompileError.New($"{what}: {refused.Message}");
        }
    }

    private static JsObject Both(WorkerRealm realm, JsWasmModule compiled, JsValue imports)
    {
        var result = new JsObject(realm.Engine);
        result.FastSetDataProperty("module", compiled);
        result.FastSetDataProperty("instance", new JsWasmInstance(realm, compiled.Module, imports));
        return result;
    }

    private static JsValue Streamed(WorkerRealm realm, JsValue source, string what, Func<JsWasmModule, JsValue> finish)
    {
        var capability = realm.NewPromise();
        realm.React(realm.ResolvedPromise(source), value =>
        {
            JsValue bytes;
            try
            {
                bytes = BodyMixin.ArrayBuffer(RequireResponse(realm, value, what));
            }
            catch (JavaScriptException e)
            {
                capability.Reject(e.Error);
                return;
            }

            realm.React(bytes, buffer => Settle(capability, () => finish(new JsWasmModule(realm, FromBytes(realm, buffer, what)))), capability.Reject);
        }, capability.Reject);
        return capability.Promise;
    }

    private static JsResponse RequireResponse(WorkerRealm realm, JsValue value, string what)
    {
        if (value is not JsResponse response)
        {
            throw realm.TypeError($"{what}: argument 0 is not a Response, nor a promise of one.");
        }

        if (!string.Equals(response.ContentType?.Trim(), "application/wasm", StringComparison.OrdinalIgnoreCase))
        {
            throw realm.TypeError($"{what}: the type of the response is \"{response.ContentType}\"; it must be \"application/wasm\".");
        }

        return response.Status is >= 200 and <= 299 ? response : throw realm.TypeError($"{what}: the response has status {response.Status}, which says that it failed.");
    }

    private static void Settle(PromiseCapability capability, Func<JsValue> make)
    {
        try
        {
            capability.Resolve(make());
        }
        catch (JavaScriptException e)
        {
            capability.Reject(e.Error);
        }
    }

    private static JsValue Promised(WorkerRealm realm, Func<JsValue> make)
    {
        try
        {
            return realm.ResolvedPromise(make());
        }
        catch (JavaScriptException e)
        {
            return realm.RejectedPromise(e.Error);
        }
    }
}
