using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PureEdge.Conformance.Tests.Programs;

namespace PureEdge.Conformance.Tests.Dashboard;

/// <summary>Starts a server that keeps nothing, and drives its dashboard with the Chromium of this machine: all flows once, one after the other.</summary>
/// <remarks>Written once by <see cref="InitializeAsync"/>, read by the tests after it.</remarks>
[SuppressMessage("Design", "CA1515", Justification = "xUnit finds only public fixtures.")]
public sealed class DashboardFixture : IAsyncLifetime
{
    internal const string ToolsAreMissing = "npm, Node.js 20 or later, or Chromium (the command 'chromium') is missing: install them to run the tests of the dashboard in a browser.";

    private const string Token = "the-token-of-this-test";
    private const int OldestNode = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private Dictionary<string, JsonElement>? _results;

    /// <summary>The folder with the flows and the lock file.</summary>
    internal static string Folder { get; } = ProgramCatalog.Metadata("DashboardFolder")!;

    /// <summary>What the flows are called, as the script has them.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. File.ReadLines(Path.Combine(Folder, "flows.mjs"))
        .Where(static line => line.StartsWith("  async \"", StringComparison.Ordinal)).Select(static line => line.Split('"')[1])];

    /// <summary>What came of each flow.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Results => _results ?? throw new InvalidOperationException("RequireTools() comes first.");

    public async Task InitializeAsync()
    {
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        string? node = await ToolProcess.RunAsync("node", ["--version"], Folder, TimeSpan.FromMinutes(1));
        if (await ToolProcess.RunAsync(npm, ["--version"], Folder, TimeSpan.FromMinutes(1)) is null
            || !Version.TryParse(node?.Trim().TrimStart('v'), out Version? version) || version.Major < OldestNode
            || Find("chromium") is not { } chromium || PureEdgeServer.Assembly is null)
        {
            return;
        }

        await ProgramsFixture.InstallAsync(npm, Folder);
        Uri? workers = null;
        Uri? admin = null;
        string[] arguments = [PureEdgeServer.Assembly, "serve", "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", ":memory:", "--token", Token];
        await using ServerProcess server = await ServerProcess.StartAsync(
            ToolProcess.StartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments, Folder),
            line =>
            {
                workers ??= PureEdgeServer.AddressIn(line);
                admin ??= line.StartsWith("admin ", StringComparison.Ordinal) ? new Uri(line["admin ".Length..]) : null;
                return admin is not null;
            },
            Patience);
        string settings = JsonSerializer.Serialize(new
        {
            admin = admin!.AbsoluteUri, workers = workers!.AbsoluteUri, token = Token, executable = chromium, screenshots = Path.Combine(ProgramCatalog.Metadata("Artifacts")!, "dashboard"),
        });
        string output = (await ToolProcess.RunAsync("node", ["flows.mjs", settings], Folder, Patience))!;
        _results = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(output);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Skips the test when the tools are missing; on a build server, where they must be there, fails it.</summary>
    internal void RequireTools()
    {
        if (_results is null && ProgramsFixture.IsBuildServer(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Fail(ToolsAreMissing);
        }

        Skip.If(_results is null, ToolsAreMissing);
    }

    private static string? Find(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);
}
