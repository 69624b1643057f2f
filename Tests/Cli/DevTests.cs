using System.Diagnostics;

namespace PureEdge.Cli.Tests;

public sealed class DevTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_saved_worker_answers_in_well_under_a_second()
    {
        Save("one");
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "dev", "worker.js");
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        Assert.Equal("one", await client.GetStringAsync("/"));
        List<double> times = [];
        foreach (string text in new[] { "two", "three", "four" })
        {
            Save(text);
            long start = Stopwatch.GetTimestamp();
            await UntilAsync(client, answer => answer == text);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Assert.InRange(times.Min(), 0, 0.9);
        await PureEdgeCommand.WaitForLogAsync(process, "reloaded worker in ");
    }

    [Fact]
    public async Task An_error_is_shown_with_its_line_until_it_is_mended()
    {
        Save("one");
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "dev", "worker.js");
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        _folder.Write("worker.js", "export default {\n  fetch() { return new Respo\n};");
        await UntilAsync(client, answer => answer.Contains("SyntaxError", StringComparison.Ordinal) && answer.Contains("worker.js:3:", StringComparison.Ordinal));
        await PureEdgeCommand.WaitForLogAsync(process, "worker.js:3:");
        _folder.Write("worker.js", "import x from './later.js';\nexport default { fetch() { console.log('printed'); return new Response(x); } };");
        await UntilAsync(client, answer => answer.Contains("No such module", StringComparison.Ordinal));
        _folder.Write("later.js", "export default 'mended';");
        await UntilAsync(client, answer => answer == "mended");
        await PureEdgeCommand.WaitForLogAsync(process, "printed");
        _folder.Write("worker.js", "export default {\n  fetch() { throw new Error('thrown'); }\n};");
        await UntilAsync(client, answer => answer.Contains("Error: thrown", StringComparison.Ordinal) && answer.Contains("worker.js:2:", StringComparison.Ordinal));
        Assert.DoesNotContain("   at PureEdge", process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_was_broken_is_read_again_when_it_is_mended()
    {
        _folder.Write("app/wrangler.toml", "main = \"worker.js\"\n[vars]\nT = \"one\"");
        _folder.Write("app/worker.js", "export default { fetch: (request, env) => new Response(env.T) };");
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "dev", "app");
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        Assert.Equal("one", await client.GetStringAsync("/"));
        _folder.Write("app/wrangler.toml", "main = ");
        await PureEdgeCommand.WaitForLogAsync(process, "is not TOML");
        Assert.Equal("one", await client.GetStringAsync("/"));
        _folder.Write("app/wrangler.toml", "name = \"renamed\"\nmain = \"worker.js\"\n[vars]\nT = \"two\"");
        await UntilAsync(client, answer => answer == "two");
    }

    [Fact]
    public async Task Static_assets_that_come_change_and_go_are_noticed_in_new_folders_too()
    {
        _folder.Write("wrangler.json", """{ "name": "site", "assets": { "directory": "./public/" } }""");
        _folder.Write("public/index.html", "home");
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "dev", ".");
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        Assert.Equal("home", await client.GetStringAsync("/"));
        _folder.Write("public/new.txt", "new");
        await UntilAsync(client, answer => answer == "new", "/new.txt");
        _folder.Write("public/deep/er/file.txt", "deep");
        await UntilAsync(client, answer => answer == "deep", "/deep/er/file.txt");
        _folder.Write("public/deep/er/file.txt", "changed");
        await UntilAsync(client, answer => answer == "changed", "/deep/er/file.txt");
        Directory.Delete(Path.Combine(_folder.FullName, "public", "deep"), recursive: true);
        await UntilAsync(client, answer => answer.Length == 0, "/deep/er/file.txt");
        _folder.Write("public/deep/er/file.txt", "again");
        await UntilAsync(client, answer => answer == "again", "/deep/er/file.txt");
    }

    [Fact]
    public async Task A_module_that_comes_is_noticed_where_all_of_a_folder_belong_to_the_worker()
    {
        _folder.Write("wrangler.json", """{ "name": "all", "main": "src/index.js", "no_bundle": true }""");
        // Nobody can tell what it imports without running it.
        _folder.Write("src/index.js", "export default { async fetch() { try { return new Response((await import(['.', 'late.js'].join('/'))).default); } catch { return new Response('none'); } } };");
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "dev", ".");
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        Assert.Equal("none", await client.GetStringAsync("/"));
        _folder.Write("src/late.js", "export default 'here';");
        await UntilAsync(client, answer => answer == "here");
    }

    [Fact]
    public async Task A_worker_broken_from_the_start_is_waited_for()
    {
        _folder.Write("worker.js", "export default {");
        var (process, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "dev", "worker.js");
        await using var _ = process;
        using HttpClient client = new() { BaseAddress = address };
        await UntilAsync(client, answer => answer.Contains("SyntaxError", StringComparison.Ordinal));
        Save("mended");
        await UntilAsync(client, answer => answer == "mended");
    }

    public void Dispose() => _folder.Dispose();

    private void Save(string text) => _folder.Write("worker.js", $"export default {{ fetch() {{ return new Response('{text}'); }} }};");

    private static async Task UntilAsync(HttpClient client, Func<string, bool> isExpected, string path = "/")
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(30));
        string answer = "";
        while (!isExpected(answer))
        {
            Assert.False(late.IsCancellationRequested, $"the last answer was: {answer}");
            using HttpResponseMessage response = await client.GetAsync(path);
            answer = await response.Content.ReadAsStringAsync();
        }
    }
}
