using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using PureEdge.Conformance.Tests.Programs;

namespace PureEdge.Conformance.Tests.Wrangler;

/// <summary>Installs wrangler in the locked version, and finds a Node.js that is new enough for it.</summary>
/// <remarks>Written once by <see cref="InitializeAsync"/>, read by the tests after it.</remarks>
[SuppressMessage("Design", "CA1515", Justification = "xUnit finds only public fixtures.")]
public sealed class WranglerFixture : IAsyncLifetime
{
    internal const string ToolsAreMissing =
        "npm is missing, or there is no Node.js 22.12 or later (on Linux one comes with the packages): install them to run the tests of wrangler.";

    private static readonly Version OldestNode = new(22, 12);

    private string? _node;

    /// <summary>The folder with the lock file.</summary>
    internal static string Folder { get; } = ProgramCatalog.Metadata("WranglerFolder")!;

    /// <summary>The name of the older wrangler among the packages.</summary>
    internal const string Older = "wrangler-4.86";

    /// <summary>The arguments that run a wrangler: node first.</summary>
    internal IReadOnlyList<string> CommandOf(string package) =>
        [_node ?? throw new InvalidOperationException("RequireTools() comes first."), Path.Combine(Folder, "node_modules", package, "bin", "wrangler.js")];

    public async Task InitializeAsync()
    {
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        if (await ToolProcess.RunAsync(npm, ["--version"], Folder, TimeSpan.FromMinutes(1)) is null)
        {
            return;
        }

        await ProgramsFixture.InstallAsync(npm, Folder);
        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        foreach (string node in new[] { "node", Path.Combine(Folder, "node_modules", $"node-linux-{architecture}", "bin", "node") })
        {
            string? version = await ToolProcess.RunAsync(node, ["--version"], Folder, TimeSpan.FromMinutes(1));
            if (Version.TryParse(version?.Trim().TrimStart('v'), out Version? found) && found >= OldestNode)
            {
                _node = node;
                return;
            }
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Skips the test when the tools are missing; on a build server, where they must be there, fails it.</summary>
    internal void RequireTools()
    {
        if (_node is null && ProgramsFixture.IsBuildServer(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Fail(ToolsAreMissing);
        }

        Skip.If(_node is null, ToolsAreMissing);
        Skip.If(PureEdgeServer.Assembly is null, "PureEdge.Cli is missing: the solution has no Host/Cli yet.");
    }
}
