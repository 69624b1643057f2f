using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>Arguments or a result on their way between two isolates: a copy, handles of what is passed by reference, and bodies that are handed over.</summary>
/// <remarks>It belongs to no isolate. Either it is read once, or dropped.</remarks>
internal sealed class RpcMessage
{
    private readonly object? _value;
    private readonly IReadOnlyList<IDisposable> _given;
    private readonly RpcHandle? _disposer;
    private int _taken;

    private RpcMessage(object? value, IReadOnlyList<IDisposable> given, RpcHandle? disposer = null)
    {
        _value = value;
        _given = given;
        _disposer = disposer;
    }

    /// <summary>A copy in which nothing is passed by reference.</summary>
    public static RpcMessage Plain(object? value) => new(value, []);

    /// <summary>What a call is made with. The stubs among it are duplicated, and stay the caller's.</summary>
    /// <exception cref="JavaScriptException">Something in it cannot be passed.</exception>
    public static RpcMessage WriteArguments(WorkerRealm realm, JsValue[] arguments, string name) =>
        Write(realm, realm.NewArray([.. arguments]), $"an argument of {name}()", new(realm, RpcPassing.Argument));

    /// <summary>What a call returns. The stubs among it become the receiver's; while it has them, an event that another worker called goes on.</summary>
    /// <exception cref="JavaScriptException">Something in it cannot be passed.</exception>
    public static RpcMessage WriteResult(WorkerRealm realm, JsValue value, string what)
    {
        var exporter = new RpcExporter(realm, RpcPassing.Result);
        var message = Write(realm, value, what, exporter);
        exporter.GiveAway();
        try
        {
            // A record's own disposer is told when the receiver has disposed the copy; no stub of it can be had.
            return value is ObjectInstance record && RpcLookup.IsPlain(realm, record) && record.Get(GlobalSymbolRegistry.Dispose).IsCallable()
                ? new(message._value, exporter.Given, exporter.Export(record))
                : message;
        }
        catch
        {
            // What asks for the disposer runs code of the script. Nobody gets the message, and its event would go on for it.
            exporter.TakeBack();
            throw;
        }
    }

    /// <summary>A part of a result, for the same event.</summary>
    /// <exception cref="JavaScriptException">Something in it cannot be passed.</exception>
    public static RpcMessage WritePart(WorkerRealm realm, JsValue value) => Write(realm, value, "the property", new(realm, RpcPassing.Part));

    /// <summary>The value, in the isolate that gets it.</summary>
    /// <param name="realm">The receiver's.</param>
    /// <param name="stubs">Gets the stubs in it, which the running event holds from here on.</param>
    /// <param name="areParameters">Whether they came with a call: see <see cref="JsRpcStub.IsParameter"/>.</param>
    /// <exception cref="HostErrorException">The event has as many stubs as it may; those that were read are disposed.</exception>
    public JsValue Read(WorkerRealm realm, List<JsRpcStub> stubs, bool areParameters)
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw RpcSwitchboard.IsGone();
        }

        try
        {
            return PortableReader.Read(realm, _value, passed =>
            {
                if (passed is RpcGiven given)
                {
                    return given.Make(realm);
                }

                var stub = JsRpcStub.Adopt(realm, (RpcHandle)passed, areParameters);
                stubs.Add(stub);
                return stub;
            });
        }
        catch
        {
            JsRpcStub.DisposeAll(stubs);
            foreach (var given in _given)
            {
                given.Dispose();
            }

            throw;
        }
    }

    /// <summary>
    /// The value as the result of a call: an object that is no stub gets a disposer for all stubs in it
    /// (https://developers.cloudflare.com/workers/runtime-apis/rpc/lifecycle/#disposing-rpc-objects-disposes-stubs-that-are-part-of-that-object).
    /// </summary>
    /// <exception cref="HostErrorException">As for <see cref="Read"/>.</exception>
    public JsValue ReadResult(WorkerRealm realm)
    {
        var stubs = new List<JsRpcStub>();
        var value = Read(realm, stubs, areParameters: false);
        if (value is ObjectInstance result and not JsRpcStub)
        {
            if (_disposer is not null)
            {
                stubs.Add(JsRpcStub.Adopt(realm, _disposer, isParameter: false));
            }

            var disposer = realm.NewFunction("[Symbol.dispose]", 0, (_, _) =>
            {
                JsRpcStub.DisposeAll(stubs);
                return JsValue.Undefined;
            });
            result.DefineOwnProperty(GlobalSymbolRegistry.Dispose, new PropertyDescriptor(disposer, writable: true, enumerable: false, configurable: true));
        }

        return value;
    }

    /// <summary>Nobody will read it, or somebody has. May be called on any thread.</summary>
    public void Drop()
    {
        if (Interlocked.Exchange(ref _taken, 1) == 0)
        {
            foreach (var given in _given)
            {
                given.Dispose();
            }
        }
    }

    private static RpcMessage Write(WorkerRealm realm, JsValue value, string what, RpcExporter exporter)
    {
        try
        {
            return new(PortableWriter.Write(realm, value, what, exporter), exporter.Given);
        }
        catch
        {
            exporter.TakeBack();
            throw;
        }
    }
}
