using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>Reads a <c>transfer</c> argument.</summary>
internal static class TransferList
{
    private const int MaxLength = 10_000;

    /// <returns>Objects that are an ArrayBuffer or an <see cref="ITransferable"/>; none for undefined.</returns>
    public static List<ObjectInstance> Read(WorkerRealm realm, JsValue value, string what)
    {
        List<ObjectInstance> transfer = [];
        if (value.IsUndefined())
        {
            return transfer;
        }

        JsSequence.ForEach(realm, value, what, item =>
        {
            transfer.Add(item as ObjectInstance ?? throw realm.TypeError($"{what}: an item to transfer is not an object."));
            if (transfer.Count > MaxLength)
            {
                throw realm.RangeError($"A transfer list may have {MaxLength} items at most.");
            }
        });
        return transfer.TrueForAll(static x => x is JsArrayBuffer or ITransferable)
            ? transfer
            : throw DomExceptions.New(realm, "DataCloneError", "Only ArrayBuffers, MessagePorts and streams can be transferred.");
    }
}
