using System.Text;

namespace PureEdge.Hostile.Tests.Attacks;

/// <summary>A worker as one file: a module, or the form that wrangler writes for a worker of several modules.</summary>
/// <param name="Ending">The ending of the file's name.</param>
/// <param name="Content">The file.</param>
internal sealed record WorkerFile(string Ending, byte[] Content)
{
    /// <summary>Requests to this path tell whether the worker answers, without the attack.</summary>
    public const string ReadyPath = "/ready";

    private const string Boundary = "----hostile-boundary";
    private const string Script = "application/javascript";
    private const string Module = "application/javascript+module";

    // Time for continuations and timers of the script before the worker answers and its request is over.
    private const string Wait = "await scheduler.wait(20);";

    /// <summary>A worker that does no harm.</summary>
    public static WorkerFile Harmless { get; } = new(".mjs", Encoding.UTF8.GetBytes("export default { fetch() { return new Response('done'); } };"));

    /// <summary>The worker that carries an attack.</summary>
    public static WorkerFile Of(Attack attack)
    {
        Script script = attack.Script;
        (string source, var graph) = Graphs.Expand(script.Source, "./attack.mjs", attack.MostModules);
        source = (script.UsesHost ? HostObjects.Prelude : "") + source;
        string wait = script.GoesOnLater ? Wait : "";
        List<(string Name, string Type, string Source)> modules = [.. graph.Select(m => (m.Name, Module, m.Source))];
        switch (attack.Form)
        {
            case Form.Handler:
                modules.Insert(0, ("main.js", Script, $$"""
                    addEventListener("fetch", event => event.respondWith((async () => {
                    if (new URL(event.request.url).pathname === "{{ReadyPath}}") return new Response("ready");
                    (function () {
                    {{source}}
                    })();
                    {{wait}}
                    return new Response("done");
                    })()));
                    """));
                break;
            case Form.Import:
                modules.Insert(0, ("main.mjs", Module, $$"""
                    export default { async fetch(request) {
                    if (new URL(request.url).pathname === "{{ReadyPath}}") return new Response("ready");
                    await import("./attack.mjs");
                    {{wait}}
                    return new Response("done");
                    } };
                    """));
                modules.Add(("attack.mjs", Module, source));
                break;
            case Form.Start when script.Kind is ScriptKind.Module or ScriptKind.GeneratedModule:
                modules.Insert(0, ("main.mjs", Module, """import "./attack.mjs";export default { fetch() { return new Response("done"); } };"""));
                modules.Add(("attack.mjs", Module, source));
                break;
            case Form.Start when modules.Count == 0:
                // A file that the host also searches for imports.
                return new(".mjs", Encoding.UTF8.GetBytes($$"""
                    {{source}}
                    export default { fetch() { return new Response("done"); } };
                    """));
            case Form.Start:
                modules.Insert(0, ("main.mjs", Module, $$"""
                    {{source}}
                    export default { fetch() { return new Response("done"); } };
                    """));
                break;
            default:
                modules.Insert(0, ("main.mjs", Module, $$"""
                    {{source}}
                    export default { async fetch(request) {
                    const url = new URL(request.url);
                    return new Response(url.pathname === "{{ReadyPath}}" ? "ready" : String(await main(Number(url.searchParams.get("i")))));
                    } };
                    """));
                break;
        }

        return new(".form", UploadForm(modules, attack.Limits));
    }

    private static byte[] UploadForm(List<(string Name, string Type, string Source)> modules, string limits)
    {
        StringBuilder form = new();
        string own = limits.Length == 0 ? "" : $$""","pureedge":{"limits":{{limits}}}""";
        string main = modules[0].Type == Script ? "body_part" : "main_module";
        Append("metadata", "", "application/json", $$"""{"{{main}}":"{{modules[0].Name}}"{{own}}}""");
        foreach (var (name, type, source) in modules)
        {
            Append(name, $"; filename=\"{name}\"", type, source);
        }

        form.Append("--").Append(Boundary).Append("--\r\n");
        return Encoding.UTF8.GetBytes(form.ToString());

        void Append(string name, string filename, string type, string source) => form
            .Append("--").Append(Boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(name).Append('"').Append(filename)
            .Append("\r\nContent-Type: ").Append(type).Append("\r\n\r\n").Append(source).Append("\r\n");
    }
}
