using System.Diagnostics;
using System.Reflection;

namespace PureEdge.Cli.Tests;

/// <summary>The command <c>pureedge</c> as a process.</summary>
internal static class PureEdgeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Assembly =
        typeof(PureEdgeCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PureEdgeCli").Value!;

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Status, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        using Process process = new() { StartInfo = StartInfo(folder, arguments) };
        process.Start();
        using CancellationTokenSource late = new(Patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(late.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Starts a server with ports of its own, and waits for its <c>ready</c> line.</summary>
    public static Task<(ServerProcess Process, Uri Address)> ServeAsync(string folder, params string[] arguments) => ServeOnAsync(folder, ":memory:", arguments);

    /// <summary>The same with a data directory.</summary>
    public static async Task<(ServerProcess Process, Uri Address)> ServeOnAsync(string folder, string data, params string[] arguments)
    {
        Uri? address = null;
        string[] all = [.. arguments, "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", data];
        ServerProcess process = await ServerProcess.StartAsync(StartInfo(folder, all), line => (address ??= AddressIn(line)) is not null, Patience);
        return (process, address!);
    }

    /// <summary>Waits until a server has written a text.</summary>
    public static async Task WaitForLogAsync(ServerProcess process, string text)
    {
        using CancellationTokenSource late = new(Patience);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(5));
        while (!process.Log.Contains(text, StringComparison.Ordinal))
        {
            try
            {
                await look.WaitForNextTickAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"\"{text}\" was not written; what was:\n{process.Log}");
            }
        }
    }

    private static Uri? AddressIn(string line) => line.StartsWith("ready ", StringComparison.Ordinal) ? new Uri(line["ready ".Length..]) : null;

    private static ProcessStartInfo StartInfo(string folder, string[] arguments) =>
        ToolProcess.StartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Assembly, .. arguments], folder);
}
