using System.Text;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>What stands for the code of a worker that has only static assets: other workers may call it as any other.</summary>
internal static class AssetsOnly
{
    /// <summary>The binding it uses.</summary>
    public const string BindingName = "ASSETS";

    /// <summary>Its only module.</summary>
    public static WorkerBundle Bundle { get; } = new([new(
        "assets-only.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes($"export default {{ fetch(request, env) {{ return env.{BindingName}.fetch(request); }} }};"))]);
}
