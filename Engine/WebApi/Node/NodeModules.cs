using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>
/// The modules of the compatibility flag nodejs_compat (https://developers.cloudflare.com/workers/runtime-apis/nodejs/). What is a file in
/// Modules is parsed once in a process, when a worker first imports it.
/// </summary>
internal static class NodeModules
{
    public static IEnumerable<HostModule> All =>
    [
        new("node:buffer", ["Buffer", "SlowBuffer", "kMaxLength", "kStringMaxLength", "constants", "INSPECT_MAX_BYTES", "isUtf8", "isAscii", "transcode", "atob", "btoa", "Blob", "File"],
            BufferModule.Create, needsNode: true),
        new("node:process", NodeProcess.Exports, NodeProcess.Of, needsNode: true),
        new("node:string_decoder", ["StringDecoder"], static realm => Single(realm, "StringDecoder", realm.ConstructorOf(JsStringDecoder.Definition)), needsNode: true),
        HostModule.Node("assert"),
        HostModule.Node("assert/strict"),
        HostModule.Node("crypto", NodeCrypto.Create),
        HostModule.Node("diagnostics_channel"),
        HostModule.Node("events"),
        HostModule.Node("path"),
        HostModule.Node("path/posix"),
        HostModule.Node("path/win32"),
        HostModule.Node("querystring"),
        HostModule.Node("stream"),
        HostModule.Node("stream/promises"),
        HostModule.Node("stream/web"),
        HostModule.Node("timers"),
        HostModule.Node("timers/promises"),
        HostModule.Node("url", NodeUrl.Create),
        HostModule.Node("util", NodeInspection.Create),
        HostModule.Node("util/types"),
        HostModule.Node("wasi"),
        HostModule.Node("zlib", NodeZlib.Create),
        HostModule.Part("crypto.base"),
        HostModule.Part("crypto.ciphers"),
        HostModule.Part("crypto.keys"),
        HostModule.Part("crypto.signatures"),
        HostModule.Part("equality"),
        HostModule.Part("stream.adapters"),
        HostModule.Part("stream.base"),
        HostModule.Part("stream.operators"),
        HostModule.Part("stream.pipeline"),
        HostModule.Part("stream.readable"),
        HostModule.Part("stream.writable"),
    ];

    private static JsObject Single(WorkerRealm realm, string name, JsValue value)
    {
        var exports = new JsObject(realm.Engine);
        exports.FastSetDataProperty(name, value);
        return exports;
    }
}
