namespace PureEdge.Conformance.Tests.Programs;

/// <summary>The product: <c>pureedge serve BUNDLE</c> as a process, one for each bundle.</summary>
/// <remarks>Mutable state: the list of processes, used by one test at a time.</remarks>
/// <param name="command">What runs the product's command line, with its own leading arguments; by default dotnet with pureedge.dll.</param>
internal sealed class PureEdgeServer(IReadOnlyList<string>? command = null) : IServerUnderTest
{
    private const string Ready = "ready ";

    private readonly List<ServerProcess> _processes = [];
    private readonly IReadOnlyList<string> _command = command
        ?? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Assembly ?? throw new InvalidOperationException("PureEdge.Cli is not in this build.")];

    /// <summary>pureedge.dll as this build makes it; null when the solution has no PureEdge.Cli.</summary>
    public static string? Assembly { get; } = ProgramCatalog.Metadata("PureEdgeCli");

    public async Task<Uri> ServeAsync(string name, string bundlePath)
    {
        Uri? address = null;
        string[] arguments = [.. _command.Skip(1), "serve", bundlePath, "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", ":memory:"];
        ServerProcess process = await ServerProcess.StartAsync(
            ToolProcess.StartInfo(_command[0], arguments, Path.GetDirectoryName(bundlePath)!),
            line => (address ??= AddressIn(line)) is not null,
            TimeSpan.FromSeconds(60));
        _processes.Add(process);
        return address!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServerProcess process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>The first address of a line <c>ready http://127.0.0.1:41234</c>; null for any other line.</summary>
    public static Uri? AddressIn(string line)
    {
        if (!line.StartsWith(Ready, StringComparison.Ordinal))
        {
            return null;
        }

        string first = line[Ready.Length..].Split([' ', ';', ','], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        return Uri.TryCreate(first, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp ? address : null;
    }
}
