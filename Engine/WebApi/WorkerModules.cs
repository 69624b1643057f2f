using System.Collections.Frozen;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.AsyncHooks;
using PureEdge.Engine.WebApi.Entrypoints;

namespace PureEdge.Engine.WebApi;

/// <summary>The modules that a worker can import without having them in its bundle.</summary>
internal static class WorkerModules
{
    public static FrozenDictionary<string, HostModule> All { get; } = new[]
    {
        AsyncHooksModule.Module,
        CloudflareWorkersModule.Module,
    }.ToFrozenDictionary(static module => module.Specifier, StringComparer.Ordinal);
}
