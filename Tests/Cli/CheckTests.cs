namespace PureEdge.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_sound_worker_is_measured()
    {
        _folder.Write("hello.js", "import n from './n.json';\nlet sum = 0; for (let i = 0; i < 1000; i++) sum += i;\nexport default { fetch() {}, scheduled() {} };");
        _folder.Write("n.json", "1");
        var (status, output, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, "check", "hello.js");
        Assert.Equal((0, ""), (status, errors));
        Assert.Matches(
            """
            ^hello: ok
              handlers    fetch, scheduled
              size        0\.1 KB in 2 modules
              parse       [0-9.]+ ms
              cold start  [0-9.]+ ms
              isolates    after the first they are copied from an image \([1-9][0-9]* objects, [0-9.]+ KB\)
              memory      [0-9.]+ KB allocated by the top level
              fuel        [1-9][0-9]* \([0-9.]+ ms of CPU\)
            """, output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task An_error_has_its_line_with_a_caret_and_the_others_are_still_checked()
    {
        _folder.Write("a.js", "export default {\n  fetch() { return 1 +; },\n};");
        _folder.Write("b.js", "\nnull.x;\nexport default { fetch() {} };");
        _folder.Write("c.js", "export default { fetch() {} };");
        var (status, output, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, "check", ".");
        Assert.Equal(1, status);
        Assert.Contains("a: SyntaxError: Unexpected token ';' at a.js:2:23\n      fetch() { return 1 +; },\n                          ^\n", errors.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("b: TypeError: ", errors, StringComparison.Ordinal);
        Assert.Contains("b.js:2:", errors, StringComparison.Ordinal);
        Assert.StartsWith("c: ok", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w-staging")]
    [InlineData("w-other", "--env", "other")]
    [InlineData("w", "--env", "")]
    [InlineData("w", "-e", "")]
    public async Task An_environment_that_is_given_wins_over_the_variable_and_the_empty_one_is_outside_of_all(string expected, params string[] arguments)
    {
        _folder.Write("w.js", "export default { fetch() {} };");
        _folder.Write("wrangler.json", """{ "name": "w", "main": "w.js", "env": { "staging": {}, "other": {} } }""");
        var (status, output, errors) = await PureEdgeCommand.RunWithVariableAsync(_folder.FullName, ("CLOUDFLARE_ENV", "staging"), ["check", ".", .. arguments]);
        Assert.Equal((0, ""), (status, errors));
        Assert.StartsWith($"{expected}: ok", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
