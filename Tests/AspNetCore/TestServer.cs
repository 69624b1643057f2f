using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.AspNetCore.Tests;

/// <summary>A PureEdge server in this process, on free loopback ports, with its files in a folder of its own.</summary>
/// <remarks>Mutable state: the workers' log, under its own lock.</remarks>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly PureEdgeServer _server;
    private readonly List<string> _log;

    private TestServer(TemporaryFolder folder, PureEdgeServer server, List<string> log)
    {
        _folder = folder;
        _server = server;
        _log = log;
        Address = new Uri(server.Addresses.First());
        Admin = new Uri(server.AdminAddresses.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, MaxConnectionsPerServer = 1_000 }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public Uri Admin { get; }

    public HttpClient Client { get; }

    /// <summary>The token of the API.</summary>
    public string Token => _server.Token;

    /// <summary>Whether the token was made by this start.</summary>
    public bool IsTokenNew => _server.IsTokenNew;

    /// <summary>What workers logged, uncaught errors included.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>Serves one worker given as source.</summary>
    public static Task<TestServer> StartAsync(string source, Action<PureEdgeOptions>? configure = null) =>
        StartAsync(folder => [folder.Write("worker.js", source)], configure);

    /// <summary>Serves the paths that <paramref name="prepare"/> made.</summary>
    /// <param name="prepare">Makes them.</param>
    /// <param name="configure">Sets options.</param>
    /// <param name="data">The data directory.</param>
    /// <param name="collector">Where telemetry is sent.</param>
    public static async Task<TestServer> StartAsync(Func<TemporaryFolder, string[]> prepare, Action<PureEdgeOptions>? configure = null, string data = ":memory:", Uri? collector = null)
    {
        var folder = new TemporaryFolder();
        try
        {
            var options = new PureEdgeOptions();
            configure?.Invoke(options);
            List<string> log = [];
            var server = await PureEdgeServer.StartAsync(new ServerOptions
            {
                Paths = prepare(folder),
                Urls = ["http://127.0.0.1:0"],
                AdminUrls = ["http://127.0.0.1:0"],
                DataDirectory = data,
                OtlpEndpoint = collector,
                Workers = options,
                OnWorkerLog = (_, _, text) =>
                {
                    lock (log)
                    {
                        log.Add(text);
                    }
                },
            });
            return new TestServer(folder, server, log);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>GET with another host name.</summary>
    public async Task<HttpResponseMessage> GetAsHostAsync(string host, string path = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return await Client.SendAsync(request);
    }

    /// <summary>Lets requests that have begun come to their end, as when the process is told to end.</summary>
    public Task StopAsync() => _server.WaitForShutdownAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
