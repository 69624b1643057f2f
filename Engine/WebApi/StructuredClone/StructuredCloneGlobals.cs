using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.StructuredClone;

internal static class StructuredCloneGlobals
{
    private const int MaxTransfer = 10_000;

    public static void Register(GlobalTable globals) => globals.Function("structuredClone", 1, Clone);

    /// <summary>https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone</summary>
    private static JsValue Clone(WorkerRealm realm, JsValue[] arguments)
    {
        if (arguments.Length == 0)
        {
            throw realm.TypeError("Failed to execute 'structuredClone': 1 argument required, but only 0 present.");
        }

        List<JsArrayBuffer> transfer = [];
        var option = WebIdl.Member(realm, arguments.At(1), "transfer", "Failed to execute 'structuredClone': parameter 2");
        if (!option.IsUndefined())
        {
            JsSequence.ForEach(realm, option, "Failed to execute 'structuredClone': member transfer", item =>
            {
                transfer.Add(item as JsArrayBuffer ?? throw DomExceptions.New(realm, "DataCloneError", "Only ArrayBuffers can be transferred."));
                if (transfer.Count > MaxTransfer)
                {
                    throw realm.RangeError($"A transfer list may have {MaxTransfer} items at most.");
                }
            });
        }

        return StructuredCloner.Clone(realm, arguments[0], transfer);
    }
}
