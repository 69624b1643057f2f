using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>Why something is passed by reference, which decides whose the stub is afterwards.</summary>
internal enum RpcPassing
{
    Argument,
    Result,
    Part,
}

/// <summary>Makes handles of what one message passes by reference.</summary>
/// <remarks>One message; owned by the isolate's turn.</remarks>
internal sealed class RpcExporter(WorkerRealm realm, RpcPassing passing)
{
    private readonly List<IDisposable> _given = [];
    private readonly List<JsRpcStub> _passedOn = [];

    /// <summary>What is to be given back if nobody reads the message: handles and bodies.</summary>
    public IReadOnlyList<IDisposable> Given => _given;

    /// <summary>A handle of an RpcTarget, a function or a stub.</summary>
    /// <exception cref="Jint.Runtime.JavaScriptException">There are too many, or the stub is disposed.</exception>
    public RpcHandle Export(ObjectInstance source)
    {
        realm.ChargeCopy(RpcLimits.BytesPerStub);
        try
        {
            var handle = source switch
            {
                JsRpcStub stub when passing == RpcPassing.Part => RpcSwitchboard.Duplicate(stub.Use()),
                JsRpcStub stub => RpcRelayPort.Open(realm, stub.Use(), keepsEvent: passing == RpcPassing.Result),
                _ => RpcLocalPort.Open(realm, source, isForOthers: true, keepsEvent: passing == RpcPassing.Result),
            };
            _given.Add(handle);
            if (source is JsRpcStub passed)
            {
                _passedOn.Add(passed);
            }

            return handle;
        }
        catch (HostErrorException e)
        {
            throw e.ToJavaScript(realm);
        }
    }

    /// <summary>Hands an object of the platform over: one that <see cref="RpcGiven.Can"/> is true for.</summary>
    /// <exception cref="Jint.Runtime.JavaScriptException">Its body was used already, or is locked.</exception>
    public RpcGiven Give(ObjectInstance source)
    {
        realm.ChargeCopy(RpcLimits.BytesPerStub);
        try
        {
            var given = RpcGiven.Take(realm, source, keepsEvent: passing == RpcPassing.Result);
            if (given.Held is { } held)
            {
                _given.Add(held);
            }

            return given;
        }
        catch (HostErrorException e)
        {
            throw e.ToJavaScript(realm);
        }
    }

    /// <summary>The stubs that were passed on are no longer the sender's.</summary>
    public void GiveAway() => JsRpcStub.DisposeAll(_passedOn);

    /// <summary>The message will not be sent.</summary>
    public void TakeBack() => _given.ForEach(static given => given.Dispose());
}
