namespace PureEdge.Cli.Tests;

/// <summary><c>pureedge wasm aot</c>, and the sample that runs what it writes.</summary>
public sealed class WasmTests : IDisposable
{
    // add(a, b): host.print(a), then a + b. spin(): a loop without end.
    private static readonly byte[] s_module =
    [
        .. "\0asm"u8, 1, 0, 0, 0,
        1, 14, 3, 0x60, 1, 0x7F, 0, 0x60, 2, 0x7F, 0x7F, 1, 0x7F, 0x60, 0, 0,
        2, 14, 1, 4, .. "host"u8, 5, .. "print"u8, 0, 0,
        3, 3, 2, 1, 2,
        7, 14, 2, 3, .. "add"u8, 0, 1, 4, .. "spin"u8, 0, 2,
        10, 21, 2, 11, 0, 0x20, 0, 0x10, 0, 0x20, 0, 0x20, 1, 0x6A, 0x0B, 7, 0, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B,
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_module_compiled_ahead_of_time_runs_where_dynamic_code_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "add.wasm"), s_module);
        var (status, output, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, "wasm", "aot", "add.wasm", "-o", "sum.dll");
        Assert.Equal((0, ""), (status, errors));
        Assert.StartsWith("sum.dll: ", output, StringComparison.Ordinal);
        Assert.Equal(["add.wasm", "sum.dll"], Directory.GetFiles(_folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var sum = await Sample("sum.dll", "add", "2", "3");
        Assert.StartsWith("printed 2\ni32 5\n", sum, StringComparison.Ordinal);
        Assert.EndsWith("units of fuel; dynamic code: refused\n", sum, StringComparison.Ordinal);
        Assert.StartsWith("stopped: FuelExhausted\n", await Sample("sum.dll", "spin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_the_assembly_is_called_as_the_module()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "add.wasm"), s_module);
        File.WriteAllText(Path.Combine(_folder.FullName, "add.dll"), "an older one");
        Assert.Equal(0, (await PureEdgeCommand.RunAsync(_folder.FullName, "wasm", "aot", "add.wasm")).Status);
        Assert.Contains("i32 -1\n", await Sample("add.dll", "add", "1", "-2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_starts_again_has_the_code_of_its_modules_and_compiles_it_again_when_that_is_damaged()
    {
        // The module, and custom sections that make it large enough to be kept.
        byte[] note = [0, 120, 4, .. "note"u8, .. new byte[115]];
        _folder.Write("w/index.js", """
            import module from "./add.wasm";
            const { exports } = new WebAssembly.Instance(module, { host: { print() {} } });
            export default { fetch: () => new Response(exports.add(2, 3)) };
            """);
        _folder.Write("w/wrangler.json", """{ "name": "w", "main": "index.js", "no_bundle": true }""");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "w/add.wasm"), [.. s_module, .. Enumerable.Repeat(note, 300).SelectMany(static bytes => bytes)]);
        async Task<string> ServeAsync()
        {
            var (server, address) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, "data", "serve", "w");
            await using (server)
            {
                using var client = new HttpClient();
                Assert.Equal("5", await client.GetStringAsync(address));
            }

            return Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "data", "wasm"), "*", SearchOption.AllDirectories));
        }

        var kept = await ServeAsync();
        // Its name has a number that no other has: what is compiled again is another file.
        Assert.Equal(kept, await ServeAsync());
        var bytes = await File.ReadAllBytesAsync(kept);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(kept, bytes);
        var again = await ServeAsync();
        Assert.NotEqual(kept, again);
        Assert.Equal(again, await ServeAsync());
    }

    [Theory]
    [InlineData(2, "There is no file 'missing.wasm'", "missing.wasm")]
    [InlineData(2, "'sub' is a folder: the file", "sub")]
    [InlineData(2, "'sub' is a folder: -o wants", "add.wasm", "-o", "sub")]
    [InlineData(2, "ends in .dll", "add.wasm", "-o", "add.exe")]
    [InlineData(2, "There is no folder 'none'", "add.wasm", "-o", "none/add.dll")]
    [InlineData(2, "is the module itself", "module.dll", "-o", "module.dll")]
    [InlineData(1, "begins with the bytes 00 61 73 6D", "add.wat")]
    [InlineData(1, "cut.wasm: ", "cut.wasm")]
    public async Task What_cannot_be_compiled_is_refused_with_what_is_wrong(int expected, string said, params string[] arguments)
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "add.wasm"), s_module);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "module.dll"), s_module);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "cut.wasm"), s_module[..^3]);
        File.WriteAllText(Path.Combine(_folder.FullName, "add.wat"), "(module)");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "sub"));
        var before = Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories).Length;
        var (status, output, errors) = await PureEdgeCommand.RunAsync(_folder.FullName, ["wasm", "aot", .. arguments]);
        Assert.Equal((expected, ""), (status, output));
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories).Length);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> Sample(params string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var output = await ToolProcess.RunAsync(dotnet, [PureEdgeCommand.Metadata("WasmSample"), .. arguments], _folder.FullName, TimeSpan.FromSeconds(60));
        return output!.ReplaceLineEndings("\n");
    }
}
