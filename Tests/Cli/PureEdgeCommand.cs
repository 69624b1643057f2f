using System.Diagnostics;
using System.Reflection;

namespace PureEdge.Cli.Tests;

/// <summary>The command <c>pureedge</c> as a process.</summary>
internal static class PureEdgeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Assembly = Metadata("PureEdgeCli");

    /// <summary>What the build wrote down.</summary>
    public static string Metadata(string key) => typeof(PureEdgeCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    /// <summary>Runs it to its end.</summary>
    public static Task<(int Status, string Output, string Errors)> RunAsync(string folder, params string[] arguments) => RunWithInputAsync(folder, "", arguments);

    /// <summary>Runs it to its end, with a variable of the environment.</summary>
    public static Task<(int Status, string Output, string Errors)> RunWithVariableAsync(string folder, (string Name, string Value) variable, params string[] arguments)
    {
        ProcessStartInfo info = StartInfo(folder, arguments);
        info.Environment[variable.Name] = variable.Value;
        return RunAsync(info, "");
    }

    /// <summary>Runs it to its end, with what it reads from standard input.</summary>
    public static Task<(int Status, string Output, string Errors)> RunWithInputAsync(string folder, string input, params string[] arguments) => RunAsync(StartInfo(folder, arguments), input);

    private static async Task<(int Status, string Output, string Errors)> RunAsync(ProcessStartInfo info, string input)
    {
        info.RedirectStandardInput = true;
        using Process process = new() { StartInfo = info };
        process.Start();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
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

    /// <summary>The same where no file may grow beyond a size, which stands for a disk that is full; not on Windows.</summary>
    public static async Task<ServerProcess> ServeOnFullDiskAsync(string folder, string data, int blocksOf512Bytes, params string[] arguments)
    {
        ProcessStartInfo dotnet = StartInfo(folder, [.. arguments, "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", data]);
        ProcessStartInfo info = ToolProcess.StartInfo("sh", ["-c", $"trap '' XFSZ; ulimit -f {blocksOf512Bytes}; exec \"$@\"", "sh", dotnet.FileName, .. dotnet.ArgumentList], folder);
        // The runtime's own files in memory count too, unless it is told to make none.
        info.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return await ServerProcess.StartAsync(info, line => AddressIn(line) is not null, Patience);
    }

    /// <summary>Speaks to the API of a server.</summary>
    public static async Task<HttpClient> AdminAsync(ServerProcess process, string token)
    {
        await WaitForLogAsync(process, "admin http");
        string admin = process.Log.Split('\n').First(line => line.StartsWith("admin ", StringComparison.Ordinal))["admin ".Length..].Trim();
        HttpClient client = new() { BaseAddress = new Uri(new Uri(admin), "/client/v4/accounts/x/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Starts a command that goes on, and waits for a line of it.</summary>
    public static Task<ServerProcess> StartAsync(string folder, Func<string, bool> isReady, params string[] arguments) => ServerProcess.StartAsync(StartInfo(folder, arguments), isReady, Patience);

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

    /// <summary>The address in a line that says the server is ready.</summary>
    public static Uri? AddressIn(string line) => line.StartsWith("ready ", StringComparison.Ordinal) ? new Uri(line["ready ".Length..]) : null;

    private static ProcessStartInfo StartInfo(string folder, string[] arguments) =>
        ToolProcess.StartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Assembly, .. arguments], folder);
}
