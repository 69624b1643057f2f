namespace PureEdge.Cli.Tests;

/// <summary>pureedge.json: found, overruled, refused, and read again.</summary>
public sealed class ConfigTests : IDisposable
{
    private const string Token = "the-token-of-this-test";
    private const string Endless = "export default { fetch() { for (;;) {} } };";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_file_of_the_data_directory_is_used_and_the_command_line_wins()
    {
        _folder.Write("worker.js", Endless);
        _folder.Write("other/other.js", Endless);
        // The port is nobody's: the command line gives others.
        _folder.Write("kept/pureedge.json", """
            {
              "urls": ["http://127.0.0.1:1"], "admin_urls": ["http://127.0.0.1:1"],
              "base_domain": "edge.example", "paths": ["../worker.js"], "limits": { "cpu_milliseconds": 7 }, // as set here
            }
            """);
        var (server, address) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, "kept", "serve");
        await using (server)
        {
            await PureEdgeCommand.WaitForLogAsync(server, $"http://worker.edge.example:{address.Port}/");
            Assert.Contains($"settings {Path.Combine("kept", "pureedge.json")}", server.Log, StringComparison.Ordinal);
            Assert.Contains("of 7 ms allowed", await AskAsync(address), StringComparison.Ordinal);
        }

        (server, address) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, "kept", "serve", "other", "--base-domain", "given.example");
        await using (server)
        {
            await PureEdgeCommand.WaitForLogAsync(server, $"http://other.given.example:{address.Port}/");
            Assert.DoesNotContain("worker.", server.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_named_says_where_the_data_is()
    {
        _folder.Write("etc/settings.json", """{ "data": "../kept", "urls": "http://127.0.0.1:0", "admin_urls": "http://127.0.0.1:0" }""");
        Uri? address = null;
        await using var server = await PureEdgeCommand.StartAsync(_folder.FullName, line => (address ??= PureEdgeCommand.AddressIn(line)) is not null, "serve", "--config", "etc/settings.json");
        Assert.NotEqual(0, address!.Port);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "kept", "admin-token")));
    }

    [Fact]
    public async Task All_errors_are_printed_and_nothing_is_served_and_check_says_the_same()
    {
        _folder.Write("pureedge.json", "{\n  \"drain_seconds\": 601,\n  \"base-domain\": \"x\",\n}");
        string[] expected = ["line 2, column 20: 'drain_seconds' is 601; it must be a whole number from 0 to 600.", "line 3, column 3: 'base-domain' is no setting; did you mean 'base_domain'?"];
        foreach (var (status, arguments) in new (int, string[])[] { (2, ["serve", "--config", "pureedge.json"]), (2, ["serve", "--data", "."]), (1, ["check", "pureedge.json"]) })
        {
            var (actual, output, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, arguments);
            Assert.Equal(status, actual);
            Assert.Equal(expected, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf("', ", StringComparison.Ordinal) + 3)..].TrimEnd()));
            Assert.DoesNotContain("ready", output, StringComparison.Ordinal);
        }

        // What the command line says counts too.
        _folder.Write("pureedge.json", """{ "slots": 0 }""");
        var (wrong, _, all) = await PureEdgeCommand.RunAsync(_folder.FullName, "serve", "--config", "pureedge.json", "--urls", "https://127.0.0.1:0");
        Assert.Equal(2, wrong);
        Assert.Contains("'slots' is 0;", all, StringComparison.Ordinal);
        Assert.Contains("needs a certificate", all, StringComparison.Ordinal);
        _folder.Write("pureedge.json", """{ "urls": ["https://127.0.0.1:9", "http://127.0.0.1:9"] }""");
        var (refused, _, together) = await PureEdgeCommand.RunAsync(_folder.FullName, "check", "pureedge.json");
        Assert.Equal(1, refused);
        Assert.Contains("one port for http and https", together, StringComparison.Ordinal);
        Assert.Contains("needs a certificate", together, StringComparison.Ordinal);

        _folder.Write("pureedge.json", "{ \"drain_seconds\": 60 }");
        var (done, said, _) = await PureEdgeCommand.RunAsync(_folder.FullName, "check", "pureedge.json");
        Assert.Equal((0, "pureedge.json: ok"), (done, said.Trim()));
        var (missing, _, why) = await PureEdgeCommand.RunAsync(_folder.FullName, "serve", "--config", "gone.json");
        Assert.Equal(2, missing);
        Assert.Contains("'gone.json' cannot be read", why, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task SIGHUP_changes_what_can_change_names_what_cannot_and_keeps_the_old_when_the_file_is_bad()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGHUP.");
        Skip.If(IgnoresHangUp(), "These tests run where SIGHUP is ignored, as nohup makes it, and so do the processes they start.");
        // Behind a link, a change is not seen: only the signal tells of it.
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "kept"));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "kept", "pureedge.json"), Path.Combine("..", "real", "pureedge.json"));
        await ReloadAsync("real", static server => server.HangUpAsync());
    }

    [Fact]
    public async Task A_change_of_the_file_is_enough() => await ReloadAsync("kept", static _ => Task.CompletedTask);

    public void Dispose() => _folder.Dispose();

    // Linux says of every process which signals it ignores; the first is SIGHUP.
    private static bool IgnoresHangUp()
    {
        const string Mark = "SigIgn:";
        return File.Exists("/proc/self/status") && File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith(Mark, StringComparison.Ordinal)) is { } line
            && (Convert.ToUInt64(line[Mark.Length..].Trim(), 16) & 1) != 0;
    }

    private static async Task<string> AskAsync(Uri address, string host = "w.localhost")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Host = host;
        using var answer = await client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task ReloadAsync(string folder, Func<ServerProcess, Task> tell)
    {
        _folder.Write("w.js", Endless);
        _folder.Write("p.js", Endless);
        Write(folder, """{ "limits": { "cpu_milliseconds": 5 } }""");
        var (server, address) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, "kept", "serve", "p.js", "--token", Token);
        await using (server)
        {
            await PureEdgeCommand.WaitForLogAsync(server, "admin http");
            var admin = server.Log.Split('\n').Single(static line => line.StartsWith("admin ", StringComparison.Ordinal))["admin ".Length..].Trim();
            Assert.Equal(0, (await PureEdgeCommand.RunAsync(_folder.FullName, "deploy", "w.js", "--api", admin, "--token", Token)).Status);
            Assert.Contains("of 5 ms allowed", await AskAsync(address), StringComparison.Ordinal);

            Write(folder, """{ "limits": { "cpu_milliseconds": 7 }, "workers": { "w": { "limits": { "cpu_milliseconds": 9 } } }, "slots": 3 }""");
            await tell(server);
            await PureEdgeCommand.WaitForLogAsync(server, "Changed: workers, limits.cpu_milliseconds.");
            Assert.Contains("These need a restart and stay as they were: slots.", server.Log, StringComparison.Ordinal);
            Assert.Contains("of 9 ms allowed", await AskAsync(address), StringComparison.Ordinal);
            Assert.Contains("of 7 ms allowed", await AskAsync(address, "p.localhost"), StringComparison.Ordinal);

            Write(folder, "{\n  \"limits\": 3,\n  \"slots\": 0,\n}");
            await tell(server);
            await PureEdgeCommand.WaitForLogAsync(server, "those before stay in use");
            await PureEdgeCommand.WaitForLogAsync(server, "line 2, column 13: 'limits' is 3; it must be an object.");
            await PureEdgeCommand.WaitForLogAsync(server, "line 3, column 12: 'slots' is 0; it must be a whole number from 1 to 1024.");
            Assert.Contains("of 9 ms allowed", await AskAsync(address), StringComparison.Ordinal);
        }
    }

    // Whole at once, as those do who change the settings of a server that runs.
    private void Write(string folder, string text) =>
        File.Move(_folder.Write(Path.Combine(folder, "next"), text), Path.Combine(_folder.FullName, folder, "pureedge.json"), overwrite: true);
}
