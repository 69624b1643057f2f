namespace PureEdge.Cli.Tests;

public sealed class ArgumentsTests : IDisposable
{
    private const string Worker = "export default { fetch() { return new Response('ok'); } };";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    [InlineData("dev", "--help")]
    [InlineData("check", "--help")]
    [InlineData("deploy", "--help")]
    [InlineData("list", "--help")]
    [InlineData("versions", "--help")]
    [InlineData("rollback", "--help")]
    [InlineData("delete", "--help")]
    [InlineData("tail", "--help")]
    [InlineData("usage", "--help")]
    [InlineData("token", "--help")]
    [InlineData("token", "create", "--help")]
    [InlineData("wasm", "--help")]
    [InlineData("wasm", "aot", "--help")]
    public async Task Help_has_examples_and_no_colour(params string[] arguments)
    {
        var (status, output, _) = await PureEdgeCommand.RunAsync(_folder.FullName, arguments);
        Assert.Equal(0, status);
        Assert.Contains("Example", output, StringComparison.Ordinal);
        Assert.Contains("pureedge ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_the_defaults()
    {
        var (_, output, _) = await PureEdgeCommand.RunAsync(_folder.FullName, "serve", "--help");
        Assert.All(
            ["http://127.0.0.1:8787", "http://127.0.0.1:8788", "[default: localhost]", "./.pureedge"],
            expected => Assert.Contains(expected, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'nonsense'", "nonsense")]
    [InlineData("--bogus", "serve", "worker.js", "--bogus")]
    [InlineData("--bogus", "check", "--bogus")]
    [InlineData("dev", "dev")]
    [InlineData("check", "check")]
    [InlineData("--urls", "serve", "worker.js", "--urls")]
    [InlineData("'nonsense'", "serve", "worker.js", "--urls", "nonsense")]
    [InlineData("'nonsense'", "list", "--token", "t", "--api", "nonsense")]
    [InlineData("PUREEDGE_API_TOKEN", "list")]
    [InlineData("rollback", "rollback")]
    [InlineData("--certificates", "serve", "worker.js", "--urls", "https://127.0.0.1:0")]
    [InlineData("'gone.pem' does not exist", "serve", "worker.js", "--urls", "https://127.0.0.1:0", "--certificates", "gone.pem")]
    [InlineData("'601'", "serve", "worker.js", "--drain-seconds", "601")]
    [InlineData("'owner'", "token", "create", "x", "--scope", "owner", "--token", "t")]
    [InlineData("'nonsense'", "serve", "--otlp", "nonsense")]
    [InlineData("no URL", "serve", "worker.js", "--urls", "")]
    [InlineData("'no domain'", "serve", "worker.js", "--base-domain", "no domain")]
    public async Task Wrong_arguments_end_with_status_2_and_say_what_is_wrong(string expected, params string[] arguments)
    {
        _folder.Write("worker.js", Worker);
        await ExpectAsync(2, expected, arguments);
    }

    [Theory]
    [InlineData("'gone.js' does not exist", "gone.js")]
    [InlineData("broken.js:3:", "broken.js")]
    [InlineData("No such module \"nope.js\"", "unlinked.js")]
    [InlineData("'handlerless.js' has no handler", "handlerless.js")]
    [InlineData("is a damaged form", "damaged.form")]
    [InlineData("'limits' that is not an object", "config")]
    [InlineData("the name 'no label'", "named")]
    public async Task A_worker_at_fault_ends_every_command_with_status_1(string expected, string path)
    {
        _folder.Write("broken.js", "export default {\n  fetch( {\n};");
        _folder.Write("unlinked.js", "import x from './nope.js';\nexport default { fetch() {} };");
        _folder.Write("handlerless.js", "export default { fetchh() {} };");
        _folder.Write("damaged.form", "--boundary\r\nno colon\r\n\r\nx\r\n--boundary--\r\n");
        _folder.Write("config/wrangler.json", """{"main":"worker.js","limits":1}""");
        _folder.Write("config/worker.js", Worker);
        _folder.Write("named/wrangler.json", """{"main":"worker.js","name":"no label"}""");
        _folder.Write("named/worker.js", Worker);
        await ExpectAsync(1, expected, "check", path);
        await ExpectAsync(1, expected, "serve", path, "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", ":memory:");
    }

    [Fact]
    public async Task A_server_that_cannot_start_ends_with_status_3()
    {
        _folder.Write("worker.js", Worker);
        _folder.Write("file", "");
        await ExpectAsync(3, "The data directory 'file' cannot be used", "serve", "worker.js", "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", "file");
        var (other, address) = await PureEdgeCommand.ServeAsync(_folder.FullName, "serve", "worker.js");
        await using (other)
        {
            await ExpectAsync(3, "address already in use", "serve", "worker.js", "--urls", address.ToString(), "--admin-urls", "http://127.0.0.1:0", "--data", ":memory:");
            await ExpectAsync(3, "address already in use", "serve", "worker.js", "--urls", "http://127.0.0.1:0", "--admin-urls", address.ToString(), "--data", ":memory:");
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task ExpectAsync(int expected, string message, params string[] arguments)
    {
        var (status, output, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, arguments);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Equal(expected, status);
        Assert.DoesNotContain("   at PureEdge", output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception:", output + errors, StringComparison.Ordinal);
    }
}
