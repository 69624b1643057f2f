using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Serving;

/// <summary>What <c>pureedge serve</c> and <c>pureedge dev</c> start a server with.</summary>
public sealed class ServerOptions
{
    /// <summary>Worker files, folders and forms; each is deployed under its name.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Where workers answer. Default <c>http://127.0.0.1:8787</c>; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8787"];

    /// <summary>Where the API, health and triggers answer, never on the workers' listener. Default <c>http://127.0.0.1:8788</c>.</summary>
    public IReadOnlyList<string> AdminUrls { get; init; } = ["http://127.0.0.1:8788"];

    /// <summary>Where the server keeps what must survive it; <c>:memory:</c> keeps nothing.</summary>
    public string DataDirectory { get; init; } = "./.pureedge";

    /// <summary>
    /// What the responses of <c>caches</c> may take in the data directory, in bytes; 0 to 1 TB. Default 1 GB; with 0, and without a data directory, they are in memory.
    /// </summary>
    public long CacheBytes { get; init; } = 1L << 30;

    /// <summary>What those of one worker may take, in bytes; 0 to 1 TB, and never more than <see cref="CacheBytes"/>. Default 256 MB, so that none has it all.</summary>
    public long CacheBytesPerWorker { get; init; } = 256L << 20;

    /// <summary>
    /// What compiled modules of WebAssembly may take in the data directory, in bytes; 0 to 1 TB. Default 256 MB, which some 70 MB of modules become; with 0, and
    /// without a data directory, each start compiles them.
    /// </summary>
    public long WasmCacheBytes { get; init; } = 256L << 20;

    /// <summary>
    /// The token that opens the API; 16 or more printable ASCII characters. Default: made at the first start and kept in the file <c>admin-token</c> of the data directory.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>
    /// What https listeners identify themselves with: a PEM file, or a folder of <c>.pem</c> files chosen by the name that a client asks for. <see langword="null"/> without https.
    /// </summary>
    public string? Certificates { get; init; }

    /// <summary>
    /// How long requests may go on once the server is told to end; what is left then is cut off. Default 25 seconds, less than the 30 that containers are given.
    /// </summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>A file that gets a line for each request of the workers' listener; <see langword="null"/>, the default, for none.</summary>
    public string? AccessLog { get; init; }

    /// <summary>What the log has at least; default <see cref="LogLevel.Information"/>. Of ASP.NET it never has less than warnings.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Whether a worker that does not load stops the start (serve), or answers with its error until it is mended (dev).</summary>
    public bool KeepBrokenWorkers { get; init; }

    /// <summary>The options of all workers.</summary>
    public PureEdgeOptions Workers { get; init; } = new();

    /// <summary>
    /// The OpenTelemetry collector that metrics, traces and logs are sent to, as OTLP over HTTP: <c>http://HOST:4318</c>, to which <c>/v1/metrics</c> and the like are added.
    /// <see langword="null"/>, the default, sends nothing. Headers and intervals come from the standard's <c>OTEL_</c> variables.
    /// </summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>
    /// What is wrong with the file that the options were read from (<see cref="ServerConfig.ReadWithErrors"/>). Default nothing. A server refuses options that have any, and says then what else
    /// does not go together, as far as that does not depend on what is wrong.
    /// </summary>
    public IReadOnlyList<ServerConfigError> Errors { get; init; } = [];

    /// <summary>Gets every line the workers log, beside the host's log; <see langword="null"/> for nobody.</summary>
    public Action<string, Engine.WorkerLogLevel, string>? OnWorkerLog { get; init; }
}
