using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace PureEdge.Conformance.Tests.Programs;

[CollectionDefinition(Name)]
[SuppressMessage("Design", "CA1515", Justification = "xUnit finds only public collections.")]
public sealed class ProgramsCollection : ICollectionFixture<ProgramsFixture>
{
    public const string Name = "Programs";
}

/// <summary>Installs the libraries, bundles every program and runs all of them in one workerd, for the expected answers.</summary>
/// <remarks>Written once by <see cref="InitializeAsync"/>, read by the tests after it.</remarks>
[SuppressMessage("Design", "CA1515", Justification = "xUnit finds only public fixtures.")]
public sealed class ProgramsFixture : IAsyncLifetime
{
    public const string NpmIsMissing = "npm is missing: install Node.js 20 or later (with npm) to run the program tests.";

    private const int OldestNode = 20;

    private readonly Dictionary<string, string> _bundles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _bundleErrors = new(StringComparer.Ordinal);
    private bool _toolsAreMissing;
    private string? _workerd;
    private string? _folder;
    private WorkerdProcess? _reference;
    private WorkerdProcess? _nodeReference;

    /// <summary>A folder for this run's files, removed at its end.</summary>
    internal string Folder => _folder ?? throw new InvalidOperationException("RequireTools() comes first.");

    /// <summary>The workerd executable.</summary>
    internal string Workerd => _workerd ?? throw new InvalidOperationException("RequireTools() comes first.");

    /// <summary>The latest of what the reference workerd wrote.</summary>
    internal string ReferenceLog => _reference?.Log ?? "";

    public async Task InitializeAsync()
    {
        string programs = ProgramCatalog.Folder;
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        string? node = await ToolProcess.RunAsync("node", ["--version"], programs, TimeSpan.FromMinutes(1));
        string? npmVersion = await ToolProcess.RunAsync(npm, ["--version"], programs, TimeSpan.FromMinutes(1));
        if (npmVersion is null || node is null || !Version.TryParse(node.Trim().TrimStart('v'), out Version? version) || version.Major < OldestNode)
        {
            _toolsAreMissing = true;
            return;
        }

        await InstallAsync(npm, programs);
        _folder = Directory.CreateTempSubdirectory("pureedge-programs-").FullName;
        await BundleAsync(programs, "workers");
        await BundleAsync(programs, "wasm");
        _reference = await WorkerdProcess.StartAsync(Workerd, _bundles, Folder);
        await BundleAsync(programs, "node");
        _nodeReference = await WorkerdProcess.StartAsync(
            Workerd, _bundles.Where(x => ProgramCatalog.NodeNames.Contains(x.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal), Folder, hasNodeModules: true);
    }

    public async Task DisposeAsync()
    {
        if (_reference is not null)
        {
            await _reference.DisposeAsync();
        }

        if (_nodeReference is not null)
        {
            await _nodeReference.DisposeAsync();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Skips the test when Node.js is missing; on a build server, where it must be there, fails it.</summary>
    internal void RequireTools()
    {
        if (_toolsAreMissing && IsBuildServer(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Fail(NpmIsMissing);
        }

        Skip.If(_toolsAreMissing, NpmIsMissing);
    }

    internal static bool IsBuildServer(string? ci) => string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file of a program's bundle.</summary>
    internal string BundleOf(string program) =>
        _bundles.TryGetValue(program, out string? bundle) ? bundle : throw new InvalidOperationException($"\"{program}\" has no bundle: {_bundleErrors.GetValueOrDefault(program, "it is not a program")}");

    /// <summary>What PureEdge serves: the bundle, in a folder of its own with its configuration when it has one.</summary>
    internal string ServedOf(string program)
    {
        string bundle = BundleOf(program);
        string configuration = ProgramCatalog.ConfigurationOf(program);
        if (!File.Exists(configuration))
        {
            return bundle;
        }

        string folder = Directory.CreateDirectory(Path.Combine(Folder, program)).FullName;
        if (Path.GetDirectoryName(bundle) != folder)
        {
            File.Copy(bundle, Path.Combine(folder, Path.GetFileName(bundle)), overwrite: true);
        }

        File.Copy(configuration, Path.Combine(folder, "wrangler.jsonc"), overwrite: true);
        return folder;
    }

    /// <summary>Where the reference workerd answers for a program.</summary>
    internal Uri ReferenceOf(string program)
    {
        _ = BundleOf(program);
        return (ProgramCatalog.NodeNames.Contains(program, StringComparer.Ordinal) ? _nodeReference! : _reference!).AddressOf(program);
    }

    // node_modules is right when it holds a stamp of the lock file that it was installed from; npm ci begins by removing both.
    internal static async Task InstallAsync(string npm, string programs)
    {
        string stamp = Path.Combine(programs, "node_modules", ".pureedge-lock");
        string wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(programs, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        await ToolProcess.RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], programs, TimeSpan.FromMinutes(5));
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private async Task BundleAsync(string programs, string kind)
    {
        string output = (await ToolProcess.RunAsync("node", ["bundle.mjs", Folder, kind], programs, TimeSpan.FromMinutes(2)))!;
        using JsonDocument report = JsonDocument.Parse(output);
        _workerd = report.RootElement.GetProperty("workerd").GetString();
        foreach (JsonProperty program in report.RootElement.GetProperty("programs").EnumerateObject())
        {
            if (program.Value.TryGetProperty("bundle", out JsonElement bundle))
            {
                _bundles[program.Name] = bundle.GetString()!;
            }
            else
            {
                _bundleErrors[program.Name] = program.Value.GetProperty("error").GetString()!;
            }
        }
    }
}
