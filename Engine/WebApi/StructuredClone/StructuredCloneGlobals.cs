using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.StructuredClone;

internal static class StructuredCloneGlobals
{
    public static void Register(GlobalTable globals) => globals.Function("structuredClone", 1, Clone);

    /// <summary>https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone</summary>
    private static JsValue Clone(WorkerRealm realm, JsValue[] arguments)
    {
        if (arguments.Length == 0)
        {
            throw realm.TypeError("Failed to execute 'structuredClone': 1 argument required, but only 0 present.");
        }

        const string What = "Failed to execute 'structuredClone': parameter 2";
        var transfer = TransferList.Read(realm, WebIdl.Member(realm, arguments.At(1), "transfer", What), What + ", member transfer");
        return StructuredCloner.Clone(realm, arguments[0], transfer).Data;
    }
}
