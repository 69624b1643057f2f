namespace PureEdge.Cli.Tests;

/// <summary>
/// The metered interpreter is made in the build of PureEdge.Limits; an IDE builds that in its own way: one project after the other, none with what
/// it refers to, and looks at projects in builds that make nothing.
/// </summary>
[Collection("dotnet pack")]
public sealed class IdeBuildTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string DotNet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    private static readonly string Limits = Path.GetFullPath(Path.Combine(PureEdgeCommand.Metadata("RepositoryRoot"), "Limits"));
    private static readonly string[] InOrder = ["Metering/PureEdge.Metering.csproj", "Weaver/PureEdge.Weaver.csproj", "Sandbox/PureEdge.Limits.csproj"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_IDE_makes_the_metered_interpreter_and_finds_it_when_it_looks_at_the_project()
    {
        var metered = Path.Combine(_folder.FullName, "metered", "debug", "PureEdge.Jint.dll");
        await InOrderAsync("Restore");
        await LookAsync();
        Assert.False(File.Exists(metered), "A build that makes nothing has woven.");

        await InOrderAsync("Build");
        Assert.True(File.Exists(metered), "An IDE's build of PureEdge.Limits has not woven.");
        var woven = File.GetLastWriteTimeUtc(metered);

        Assert.Contains(metered, await LookAsync(), StringComparison.Ordinal);
        Assert.Equal(woven, File.GetLastWriteTimeUtc(metered));
    }

    public void Dispose() => _folder.Dispose();

    private async Task InOrderAsync(string target)
    {
        foreach (var project in InOrder)
        {
            await RunAsync(project, target);
        }
    }

    // What the compiler would be given.
    private Task<string> LookAsync() => RunAsync(
        InOrder[^1], "Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs");

    private async Task<string> RunAsync(string project, string target, params string[] more) => (await ToolProcess.RunAsync(
        DotNet,
        [
            "msbuild", Path.Combine(Limits, project), $"-t:{target}", "-nologo", "-v:q", "-nodeReuse:false", $"-p:ArtifactsPath={_folder.FullName}",
            "-p:BuildingInsideVisualStudio=true", "-p:BuildProjectReferences=false", .. more,
        ],
        _folder.FullName,
        Patience))!;
}
