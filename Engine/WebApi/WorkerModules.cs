using System.Collections.Frozen;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.AsyncHooks;
using PureEdge.Engine.WebApi.Entrypoints;
using PureEdge.Engine.WebApi.Node;

namespace PureEdge.Engine.WebApi;

/// <summary>The modules that a worker can import without having them in its bundle.</summary>
internal static class WorkerModules
{
    public static FrozenDictionary<string, HostModule> All { get; } = new[] { AsyncHooksModule.Module, CloudflareWorkersModule.Module }
        .Concat(NodeModules.All)
        .ToFrozenDictionary(static module => module.Specifier, StringComparer.Ordinal);
}
