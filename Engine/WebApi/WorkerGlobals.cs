using Jint;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Base64;
using PureEdge.Engine.WebApi.Encodings;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi;

/// <summary>Everything a worker finds on its global object beyond ECMAScript: one line for each folder beside this file.</summary>
internal static class WorkerGlobals
{
    public static void Register(Options options)
    {
        var globals = new GlobalTable(options);
        globals.Value("self", static realm => realm.Engine.Global);
        Base64Globals.Register(globals);
        EncodingGlobals.Register(globals);
        UrlGlobals.Register(globals);
    }
}
