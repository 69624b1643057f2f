using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PureEdge.Bench.Load;
using PureEdge.Bench.Programs;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// Deploys workers with modules of WebAssembly that cost as much as they can: refused ones, by size and by what compiling them takes, and one that is accepted, of which every
/// function is then called for the first time. Bounded in time and in number.
/// </summary>
/// <remarks>Not thread-safe: one run at a time. Requests are made once: this process takes processor time from the server.</remarks>
internal sealed class HostileDeployments(ServerProcess server, string worker, int first) : ILoad
{
    private const int Million = 1_000_000;
    private const int MostDeployments = 500;
    private const int AcceptedFunctions = 1_000;

    // Beyond its time, what the last deployment may take before it is given up.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    // Who is told to come again does so too early. With no pause at all it would be a flood of bytes, which neighbours feel whatever the server does with it.
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(100);

    private const string Source = """
        import module from "./attack.wasm";
        const { exports } = new WebAssembly.Instance(module);
        export default { fetch() { let sum = 0; for (const name in exports) sum += exports[name](sum); return new Response(String(sum)) } };
        """;

    private static readonly Lazy<byte[][]> Modules = new(() =>
    [
        WasmModules.Arithmetic(1, AcceptedFunctions).Module,
        // One function of 10 MB.
        Functions(1, [.. Unsigned((10 << 20) + 2), 0, .. Enumerable.Repeat((byte)0x01, 10 << 20), 0x0B]),
        // 100,000 locals.
        Functions(1, [.. Unsigned(6), 1, .. Unsigned(100_000), 0x7E, 0x0B]),
        // A br_table of a million.
        Functions(1, [.. Unsigned(Million + 9), 0, 0x41, 0, 0x0E, .. Unsigned(Million), .. new byte[Million + 1], 0x0B]),
        // A million empty functions, and as many as are allowed.
        Functions(Million, [.. Enumerable.Repeat<byte[]>([2, 0, 0x0B], Million).SelectMany(static body => body)]),
        Functions(100_000, [.. Enumerable.Repeat<byte[]>([2, 0, 0x0B], 100_000).SelectMany(static body => body)]),
    ]);

    private readonly HttpConnection _connection = new(server.Address);
    private readonly byte[] _request = Workload.RequestTo(worker);
    private byte[][]? _deployments;
    private int _number = first;

    /// <inheritdoc/>
    /// <remarks>One after the other; a refused deployment counts with its status, and so does the request to an accepted one.</remarks>
    public async Task<LoadResult> RunForAsync(TimeSpan time)
    {
        _deployments ??= await DeploymentsAsync();
        var admin = await server.AdminAddress;
        using var connection = new HttpConnection(new(IPAddress.Parse(admin.Host), admin.Port));
        var result = new LoadResult();
        var start = Stopwatch.GetTimestamp();
        using var overdue = new CancellationTokenSource(time + Grace);
        using var end = overdue.Token.Register(connection.Dispose);
        for (var i = 0; i < MostDeployments && Stopwatch.GetElapsedTime(start) < time; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            try
            {
                var number = _number++;
                var deployment = _deployments[number % _deployments.Length];
                WasmModules.Renumber(deployment, number);
                var status = await connection.ExchangeAsync(deployment);
                result.Record(status, Stopwatch.GetTimestamp() - sent);
                if (status == 200)
                {
                    sent = Stopwatch.GetTimestamp();
                    result.Record(await _connection.ExchangeAsync(_request), Stopwatch.GetTimestamp() - sent);
                }
                else if (status == 429)
                {
                    await Task.Delay(Impatience, overdue.Token);
                }
            }
            catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException or SocketException or InvalidDataException)
            {
                result.Broken++;
            }
        }

        result.Elapsed = Stopwatch.GetElapsedTime(start);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task<byte[][]> DeploymentsAsync()
    {
        using var client = await PlatformClient.OfAsync(server);
        return await Task.WhenAll(Modules.Value.Select(module => client.DeploymentAsync(worker, Source, "attack.wasm", WasmModules.Numbered(module, 0))));
    }

    private static byte[] Unsigned(int value) => WasmModules.Unsigned(value);

    // Functions without parameters and results, of one type; each body with its length.
    private static byte[] Functions(int count, byte[] bodies) =>
    [
        0, .. "asm"u8, 1, 0, 0, 0,
        .. WasmModules.Section(1, [1, 0x60, 0, 0]),
        .. WasmModules.Section(3, [.. Unsigned(count), .. new byte[count]]),
        .. WasmModules.Section(10, [.. Unsigned(count), .. bodies]),
    ];
}
