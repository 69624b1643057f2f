using Jint;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Abort;
using PureEdge.Engine.WebApi.Base64;
using PureEdge.Engine.WebApi.Blobs;
using PureEdge.Engine.WebApi.Cache;
using PureEdge.Engine.WebApi.Compression;
using PureEdge.Engine.WebApi.Console;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Encodings;
using PureEdge.Engine.WebApi.Errors;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Engine.WebApi.EventSources;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.FormData;
using PureEdge.Engine.WebApi.HtmlRewriter;
using PureEdge.Engine.WebApi.Messaging;
using PureEdge.Engine.WebApi.Navigator;
using PureEdge.Engine.WebApi.Node;
using PureEdge.Engine.WebApi.Performance;
using PureEdge.Engine.WebApi.Reporting;
using PureEdge.Engine.WebApi.Scheduling;
using PureEdge.Engine.WebApi.Streams;
using PureEdge.Engine.WebApi.StructuredClone;
using PureEdge.Engine.WebApi.Timers;
using PureEdge.Engine.WebApi.Url;
using PureEdge.Engine.WebApi.UrlPatterns;
using PureEdge.Engine.WebApi.WebAssembly;
using PureEdge.Engine.WebApi.WebSockets;

namespace PureEdge.Engine.WebApi;

/// <summary>Everything a worker finds on its global object beyond ECMAScript: one line for each folder beside this file.</summary>
internal static class WorkerGlobals
{
    public static void Register(Options options, bool hasNodeModules = false)
    {
        var globals = new GlobalTable(options);
        globals.Value("self", static realm => realm.Engine.Global);
        AbortGlobals.Register(globals);
        Base64Globals.Register(globals);
        BlobsGlobals.Register(globals);
        CacheGlobals.Register(globals);
        CompressionGlobals.Register(globals);
        ConsoleGlobals.Register(globals);
        CryptoGlobals.Register(globals);
        DomExceptionGlobals.Register(globals);
        EncodingGlobals.Register(globals);
        ErrorGlobals.Register(globals);
        EventGlobals.Register(globals);
        EventSourceGlobals.Register(globals);
        FetchGlobals.Register(globals);
        FormDataGlobals.Register(globals);
        HtmlRewriterGlobals.Register(globals);
        MessagingGlobals.Register(globals);
        NavigatorGlobals.Register(globals);
        PerformanceGlobals.Register(globals);
        ReportingGlobals.Register(globals);
        SchedulingGlobals.Register(globals);
        StreamsGlobals.Register(globals);
        StructuredCloneGlobals.Register(globals);
        TimerGlobals.Register(globals);
        UrlGlobals.Register(globals);
        UrlPatternsGlobals.Register(globals);
        WebAssemblyGlobals.Register(globals);
        WebSocketGlobals.Register(globals);
        if (hasNodeModules)
        {
            NodeGlobals.Register(globals);
        }
    }
}
