using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Node;

/// <summary>Workers with the compatibility flag nodejs_compat.</summary>
internal static class NodeWorker
{
    private static readonly string[] Modules =
        ["assert", "buffer", "crypto", "events", "path", "process", "querystring", "stream", "string_decoder", "timers", "url", "util", "wasi", "zlib"];

    public static WorkerDefinition Define(string source, ExecutionLimits? limits = null) =>
        TestWorker.Define(source, limits) with { CompatibilityFlags = ["nodejs_compat"] };

    /// <summary>Evaluates an expression in which every module is a variable, and gives it as JSON; an error as its name, code and message.</summary>
    public static async Task<string> JsonAsync(string expression, ExecutionLimits? limits = null)
    {
        var used = Modules.Where(name => expression.Contains(name + ".", StringComparison.Ordinal) || expression.Contains(name + "(", StringComparison.Ordinal));
        using var test = new TestWorker(Define($$"""
            {{string.Join('\n', used.Where(static name => name != "process").Select(static name => $"import {name} from 'node:{name}';"))}}
            const caught = (f) => { try { return f(); } catch (e) { return `${e.name}|${e.code}|${e.message}`; } };
            export default { async fetch() { try { return new Response(JSON.stringify(await ({{expression}})) ?? 'undefined'); } catch (e) { return new Response(`${e.name}|${e.code}|${e.message}\n${e.stack}`); } } };
            """, limits));
        return await test.TextAsync();
    }
}
