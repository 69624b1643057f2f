using System.Diagnostics;
using System.Text;

namespace PureEdge.Conformance.Tests.Wrangler;

/// <summary>A project of wrangler's in a folder of its own, and a PureEdge process on loopback that it deploys to.</summary>
internal sealed class WranglerProject : IAsyncDisposable
{
    private const string Token = "the-token-of-this-test";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder;
    private readonly IReadOnlyList<string> _command;
    private readonly ServerProcess _server;
    private readonly Uri _admin;
    private readonly HttpClient _client;

    private WranglerProject(DirectoryInfo folder, IReadOnlyList<string> command, ServerProcess server, Uri workers, Uri admin)
    {
        _folder = folder;
        _command = command;
        _server = server;
        _admin = admin;
        _client = new HttpClient { BaseAddress = workers };
    }

    /// <summary>Starts a server that keeps nothing.</summary>
    public static async Task<WranglerProject> StartAsync(WranglerFixture fixture, string package = "wrangler")
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pureedge-wrangler-");
        Uri? workers = null;
        Uri? admin = null;
        string[] arguments =
            [Programs.PureEdgeServer.Assembly!, "serve", "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", ":memory:", "--token", Token];
        ServerProcess server = await ServerProcess.StartAsync(
            ToolProcess.StartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments, folder.FullName),
            line =>
            {
                workers ??= Programs.PureEdgeServer.AddressIn(line);
                admin ??= line.StartsWith("admin ", StringComparison.Ordinal) ? new Uri(line["admin ".Length..]) : null;
                return admin is not null;
            },
            Patience);
        return new WranglerProject(folder, fixture.CommandOf(package), server, workers!, admin!);
    }

    /// <summary>Gives the project a package of npm that is installed beside wrangler.</summary>
    public void Use(string package)
    {
        string modules = Path.Combine(_folder.FullName, "node_modules");
        Directory.CreateDirectory(modules);
        Directory.CreateSymbolicLink(Path.Combine(modules, package), Path.Combine(WranglerFixture.Folder, "node_modules", package));
    }

    /// <summary>Writes a file of the project.</summary>
    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public void Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    /// <summary>Runs a command of wrangler that must succeed, and gives what it wrote.</summary>
    public async Task<string> RunAsync(string arguments, string? input = null)
    {
        (int status, string output) = await TryAsync(arguments, input);
        Assert.True(status == 0, $"wrangler {arguments} ended with status {status}:\n{output}\nThe server wrote:\n{_server.Log}");
        return output;
    }

    /// <summary>Runs a command of wrangler that must fail as the user's fault does, and gives what it wrote.</summary>
    public async Task<string> FailAsync(string arguments)
    {
        (int status, string output) = await TryAsync(arguments, null);
        Assert.True(status == 1, $"wrangler {arguments} ended with status {status}:\n{output}");
        return output;
    }

    /// <summary>
    /// Runs a command of wrangler that goes on until it is ended, asks a worker until the command has written all that is expected, and gives what it wrote.
    /// </summary>
    /// <param name="arguments">The command.</param>
    /// <param name="expected">What must be written, in any order.</param>
    /// <param name="ask">Makes the worker do something that the command writes about.</param>
    public async Task<string> WatchAsync(string arguments, IReadOnlyList<string> expected, Func<Task> ask)
    {
        using Process process = new() { StartInfo = Info(arguments) };
        StringBuilder output = new();
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Keep(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
                string written = output.ToString();
                if (expected.All(text => written.Contains(text, StringComparison.Ordinal)))
                {
                    seen.TrySetResult();
                }
            }
        }

        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            long begun = Stopwatch.GetTimestamp();
            while (!seen.Task.IsCompleted && !process.HasExited && Stopwatch.GetElapsedTime(begun) < Patience)
            {
                // It does not say when it begins to watch (json), and what happens before is not told.
                await ask();
                await Task.WhenAny(seen.Task, Task.Delay(TimeSpan.FromMilliseconds(200)));
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        lock (output)
        {
            Assert.True(seen.Task.IsCompleted, $"wrangler {arguments} did not write all of \"{string.Join("\", \"", expected)}\" but:\n{output}\nThe server wrote:\n{_server.Log}");
            return output.ToString();
        }
    }

    /// <summary>What a deployed worker answers.</summary>
    public async Task<string> AskAsync(string host, string path = "/")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Host = host;
        using HttpResponseMessage response = await _client.SendAsync(request);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<(int Status, string Output)> TryAsync(string arguments, string? input)
    {
        using Process process = new() { StartInfo = Info(arguments) };
        process.Start();
        using CancellationTokenSource late = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(late.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(late.Token);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private ProcessStartInfo Info(string arguments)
    {
        ProcessStartInfo info = ToolProcess.StartInfo(_command[0], [.. _command.Skip(1), .. arguments.Split(' ')], _folder.FullName);
        info.RedirectStandardInput = true;
        // Nothing but these leads wrangler here instead of to Cloudflare.
        info.Environment["CLOUDFLARE_API_BASE_URL"] = $"{_admin.ToString().TrimEnd('/')}/client/v4";
        info.Environment["CLOUDFLARE_API_TOKEN"] = Token;
        info.Environment["WRANGLER_SEND_METRICS"] = "false";
        info.Environment["WRANGLER_HIDE_BANNER"] = "true";
        info.Environment["CI"] = "1";
        info.Environment["NO_COLOR"] = "1";
        info.Environment["XDG_CONFIG_HOME"] = _folder.FullName;
        return info;
    }
}
