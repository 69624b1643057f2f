using Jint;
using Jint.Native;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// The sender's end of a WritableStream that another event writes to: an object with three methods behind a port, which no script sees. When the other event is over, or has lost the
/// stream, before it closed it, the stream is aborted.
/// </summary>
internal static class RpcWritable
{
    public const string Write = "write";
    public const string Close = "close";
    public const string Abort = "abort";

    /// <summary>Gives a stream of the running event away: it is locked from now on.</summary>
    /// <param name="realm">The stream's.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="keepsEvent">As for <see cref="RpcLocalPort.Open"/>.</param>
    /// <exception cref="Jint.Runtime.JavaScriptException">The stream is locked.</exception>
    /// <exception cref="HostErrorException">There are as many ports as there may be.</exception>
    public static RpcHandle Open(WorkerRealm realm, JsWritableStream stream, bool keepsEvent)
    {
        var writer = new JsWritableStreamDefaultWriter(stream);
        // What becomes of it is told to the other side, by what its calls give.
        JintInternals.MarkAsHandled(writer.Closed.Promise);
        var hasEnded = false;
        var target = new JsObject(realm.Engine);
        Put(Write, arguments => writer.Write(arguments.At(0)));
        Put(Close, _ =>
        {
            hasEnded = true;
            return writer.CloseWithErrorPropagation();
        });
        Put(Abort, arguments =>
        {
            hasEnded = true;
            return stream.Abort(arguments.At(0));
        });
        Put(GlobalSymbolRegistry.Dispose, _ =>
        {
            if (!hasEnded)
            {
                hasEnded = true;
                JintInternals.MarkAsHandled(stream.Abort(realm.TypeError("The event that got the stream is over, and has not closed it.").Error));
            }

            return JsValue.Undefined;
        });
        try
        {
            return RpcLocalPort.Open(realm, target, isForOthers: true, keepsEvent);
        }
        catch (HostErrorException)
        {
            writer.Release();
            throw;
        }

        void Put(JsValue key, Func<JsValue[], JsValue> body) =>
            target.DefineOwnProperty(key, new PropertyDescriptor(realm.NewFunction("", 0, (_, arguments) => body(arguments)), writable: false, enumerable: false, configurable: false));
    }
}
