namespace PureEdge.Cli.Tests;

/// <summary><c>dotnet tool install</c> from a folder with the package, without any registry.</summary>
[Collection("dotnet pack")]
public sealed class ToolPackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_command_is_packed_installed_and_answers()
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var project = PureEdgeCommand.Metadata("PureEdgeCliProject");
        await ToolProcess.RunAsync(dotnet, ["pack", project, "--no-build", "--nologo", "-v", "q", "-c", PureEdgeCommand.Metadata("Configuration"), "-o", "packages"], _folder.FullName, Patience);
        await ToolProcess.RunAsync(dotnet, ["tool", "install", "PureEdge.Cli", "--tool-path", "tools", "--source", Path.Combine(_folder.FullName, "packages"), "--version", "*"], _folder.FullName, Patience);

        var tool = Path.Combine(_folder.FullName, "tools", OperatingSystem.IsWindows() ? "pureedge.exe" : "pureedge");
        _folder.Write("w.js", "export default { fetch() { return new Response('hello'); } };");
        Assert.Contains("w", await ToolProcess.RunAsync(tool, ["check", "w.js"], _folder.FullName, Patience), StringComparison.Ordinal);
        Uri? address = null;
        await using var server = await ServerProcess.StartAsync(
            ToolProcess.StartInfo(tool, ["serve", "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", ":memory:", "w.js"], _folder.FullName),
            line => (address ??= PureEdgeCommand.AddressIn(line)) is not null, Patience);
        using var client = new HttpClient();
        Assert.Equal("hello", await client.GetStringAsync(address));
    }

    public void Dispose() => _folder.Dispose();
}
