using System.IO.Compression;

namespace PureEdge.Cli.Tests;

/// <summary>The packages of the libraries: what is in them, and that a project which has nothing but them works.</summary>
[Collection("dotnet pack")]
public sealed class LibraryPackagesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string DotNet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    private static readonly string Root = Path.GetFullPath(PureEdgeCommand.Metadata("RepositoryRoot"));
    private static readonly string Version = PureEdgeCommand.Metadata("Version");

    private static readonly (string Package, string Project)[] Libraries =
    [
        ("PureEdge.Metering", "Limits/Metering"), ("PureEdge.Limits", "Limits/Sandbox"), ("PureEdge.Wasm", "Engine/Wasm"), ("PureEdge.Engine", "Engine"),
        ("PureEdge.Storage", "Host/Storage"), ("PureEdge.AspNetCore", "Host/AspNetCore"),
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Packages_have_all_that_a_project_elsewhere_needs_and_the_samples_run_with_nothing_else()
    {
        await PackAsync();
        string[] woven = ["PureEdge.Acornima", "PureEdge.Jint"];
        foreach (var (package, _) in Libraries)
        {
            var files = Files($"packages/{package}.{Version}.nupkg");
            Assert.Superset(new HashSet<string>([$"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml", "README.md", "THIRD-PARTY-NOTICES.md"]), files);
            Assert.Contains($"lib/net10.0/{package}.pdb", Files($"packages/{package}.{Version}.snupkg"));

            // The metered interpreter is in one package, so that there is one of it in a process.
            var expected = package == "PureEdge.Limits" ? [.. woven, package] : new[] { package };
            Assert.Equal(expected, files.Where(static file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
            Assert.All(package == "PureEdge.Limits" ? woven : [], name => Assert.Contains($"lib/net10.0/{name}.xml", files));
        }

        var engine = await RunSampleAsync("EngineOnly", "PureEdge.Engine");
        Assert.StartsWith("200: Hello from http://example.com/world (", engine, StringComparison.Ordinal);
        Assert.Contains("exceededCpu: The CPU limit was exceeded: ", engine, StringComparison.Ordinal);

        var limits = (await RunSampleAsync("LimitsOnly", "PureEdge.Limits")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] endings = [" =>  1,4,9 (", " =>  killed, Cpu: ", " =>  killed, Memory: ", " =>  killed, Cpu: ", " =>  RangeError: "];
        Assert.Equal(endings.Length, limits.Length);
        Assert.All(endings.Zip(limits), static pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "LimitsOnly", "out", "PureEdge.Engine.dll")));
    }

    public void Dispose() => _folder.Dispose();

    // One run of the build for all of them, of what the build before the tests has made.
    private async Task PackAsync()
    {
        var projects = string.Join(';', Libraries.Select(static l => Path.Combine(Root, l.Project, l.Package + ".csproj")));
        var properties = $"Configuration={PureEdgeCommand.Metadata("Configuration")};NoBuild=true;PackageOutputPath={Path.Combine(_folder.FullName, "packages")}";
        _folder.Write("pack.proj", $"""<Project><Target Name="Pack"><MSBuild Projects="{projects}" Targets="Pack" Properties="{properties}" /></Target></Project>""");
        await ToolProcess.RunAsync(DotNet, ["msbuild", "pack.proj", "-t:Pack", "-nologo", "-v:q", "-nodeReuse:false"], _folder.FullName, Patience);
    }

    /// <summary>Builds a sample's program in a project that knows the packages alone, and gives what it prints.</summary>
    private async Task<string> RunSampleAsync(string sample, string package)
    {
        // Ours come from the folder, and into a folder of this test; what they need of others is on this machine already.
        _folder.Write($"{sample}/{sample}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                <RestoreSources>{Path.Combine(_folder.FullName, "packages")}</RestoreSources>
                <RestorePackagesPath>{Path.Combine(_folder.FullName, "restored")}</RestorePackagesPath>
                <RestoreFallbackFolders>{PureEdgeCommand.Metadata("NuGetPackageRoot")}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        File.Copy(Path.Combine(Root, "Samples", sample, "Program.cs"), Path.Combine(_folder.FullName, sample, "Program.cs"));
        var folder = Path.Combine(_folder.FullName, sample);
        await ToolProcess.RunAsync(DotNet, ["build", "-nologo", "-v:q", "-nodeReuse:false", "-o", "out"], folder, Patience);
        Assert.True(Directory.Exists(Path.Combine(_folder.FullName, "restored", package.ToLowerInvariant(), Version)), "The package was not taken from the folder.");
        return (await ToolProcess.RunAsync(DotNet, [Path.Combine("out", sample + ".dll")], folder, Patience))!;
    }

    private HashSet<string> Files(string package)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(_folder.FullName, package));
        return [.. archive.Entries.Select(static entry => entry.FullName)];
    }
}
