using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.DomException;

/// <summary>Temporary: an Error with the name of the DOMException, until the room of that interface is merged.</summary>
internal static class DomExceptions
{
    public static JavaScriptException New(WorkerRealm realm, string name, string message)
    {
        var exception = realm.Error(message);
        ((ObjectInstance)exception.Error).Set("name", name);
        return exception;
    }
}
