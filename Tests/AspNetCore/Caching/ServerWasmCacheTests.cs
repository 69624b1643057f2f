using PureEdge.AspNetCore.Serving;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Caching;

/// <summary>Whether a server keeps what modules of WebAssembly are compiled to. Tests/Cli starts it again.</summary>
public sealed class ServerWasmCacheTests : IDisposable
{
    private const string Source = "import add from './add.wasm'; const { exports } = new WebAssembly.Instance(add); export default { fetch() { return new Response(exports.add(2, 3)); } };";

    // (func (export "add") (param i32 i32) (result i32) ...), and custom sections that make it large enough; no byte of it needs more than one in UTF-8.
    private static readonly string s_add = "\0asm\u0001\0\0\0\u0001\u0007\u0001\u0060\u0002\u007f\u007f\u0001\u007f\u0003\u0002\u0001\0\u0007\u0007\u0001\u0003add\0\0\u000a\u0009\u0001\u0007\0\u0020\0\u0020\u0001\u006a\u000b"
        + string.Concat(Enumerable.Repeat("\0\u0078\u0004note" + new string('x', 115), 300));

    private readonly TemporaryFolder _data = new();

    private string Folder => Path.Combine(_data.FullName, "wasm");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_code_of_a_module_of_an_upload_is_kept()
    {
        await using var server = await TestServer.StartAsync(static _ => [], data: _data.FullName);
        using var api = new ApiClient(server);
        await api.PutAsync("w", ("index.js", "application/javascript+module", Source), ("add.wasm", "application/wasm", s_add));
        using var answer = await server.GetAsHostAsync("w.localhost", "/");
        Assert.Equal("5", await answer.Content.ReadAsStringAsync());
        Assert.Single(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Without_room_nothing_is_kept()
    {
        await using (await PureEdgeServer.StartAsync(new ServerOptions { DataDirectory = _data.FullName, WasmCacheBytes = 0, Urls = ["http://127.0.0.1:0"], AdminUrls = ["http://127.0.0.1:0"] }))
        {
            Assert.False(Directory.Exists(Folder));
        }

        var e = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new ServerOptions { DataDirectory = ":memory:", WasmCacheBytes = -1 }));
        Assert.Equal("Option 'WasmCacheBytes' is -1; it must be from 0 to 1099511627776.", e.Message);
    }
}
