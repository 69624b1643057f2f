using System.CommandLine;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Serving;
using PureEdge.Engine;

namespace PureEdge.Cli;

/// <summary>The options that <c>serve</c> and <c>dev</c> share, and the file of settings of <c>serve</c>.</summary>
/// <param name="defaultData">The data directory when none is given.</param>
internal sealed class ServerArguments(string defaultData = "./.pureedge")
{
    private static readonly TimeSpan DevelopmentDrain = TimeSpan.FromSeconds(1);

    private static readonly ServerOptions Bare = new();

    private readonly Option<string> _urls = new("--urls")
    {
        Description = "Where workers answer; several separated by ';'. Port 0 takes a free one.", HelpName = "URL[;URL]", DefaultValueFactory = _ => "http://127.0.0.1:8787",
    };

    private readonly Option<string> _adminUrls = new("--admin-urls")
    {
        Description = "Where the API, health and triggers answer, never on the workers' listener.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8788",
    };

    private readonly Option<string> _baseDomain = new("--base-domain")
    {
        Description = "Worker 'api' answers at the host api.DOMAIN.", HelpName = "DOMAIN", DefaultValueFactory = _ => "localhost",
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "Where the server keeps what must survive it; ':memory:' keeps nothing.", HelpName = "DIR", DefaultValueFactory = _ => defaultData,
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "The token that opens the API (also PUREEDGE_API_TOKEN); else made at the first start and kept in DIR/admin-token.", HelpName = "TOKEN",
    };

    private readonly Option<bool> _allowPrivateNetwork = new("--allow-private-network")
    {
        Description = "Let workers reach private, loopback and link-local addresses (also PUREEDGE_ALLOW_PRIVATE_NETWORK=1).",
    };

    private readonly Option<string?> _certificates = new("--certificates")
    {
        Description = "What https:// URLs identify themselves with: a PEM file with certificate and key, or a folder of them, chosen by host name. Read again when they change.", HelpName = "PATH",
    };

    private readonly Option<int> _drain = new("--drain-seconds")
    {
        Description = "How long requests may go on once the server is told to end; 0 to 600.", HelpName = "SECONDS", DefaultValueFactory = static _ => 25,
    };

    private readonly Option<string?> _accessLog = new("--access-log")
    {
        Description = "Write a line for each request to this file, in the combined log format and a little more.", HelpName = "FILE",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Settings as a file; what is given here wins over it. Default pureedge.json in the data directory, if it is there. Read again at SIGHUP and when it changes.", HelpName = "FILE",
    };

    private readonly Option<Uri?> _otlp = new("--otlp")
    {
        Description = "Send metrics, traces and logs to this OpenTelemetry collector, by OTLP over HTTP (also OTEL_EXPORTER_OTLP_ENDPOINT).", HelpName = "URL",
        CustomParser = static result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : Refuse(result),
    };

    private readonly Option<string?> _environment = EnvironmentOption.Create();

    /// <summary>Adds the option that names the environment of configurations at paths.</summary>
    public void AddEnvironmentTo(Command command) => command.Options.Add(_environment);

    /// <summary>Adds the option that names a file of settings; without it none is read.</summary>
    public void AddConfigTo(Command command) => command.Options.Add(_config);

    public void AddTo(Command command)
    {
        command.Options.Add(_urls);
        command.Options.Add(_adminUrls);
        command.Options.Add(_baseDomain);
        command.Options.Add(_data);
        command.Options.Add(_token);
        command.Options.Add(_allowPrivateNetwork);
        command.Options.Add(_otlp);
        _drain.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var seconds) && seconds is < 0 or > 600)
            {
                result.AddError($"'{seconds}' is no time for --drain-seconds; it must be 0 to 600.");
            }
        });
        command.Options.Add(_drain);
        command.Options.Add(_certificates);
        command.Options.Add(_accessLog);
    }

    /// <summary>The file of settings: the one that is named, or that of the data directory; <see langword="null"/> when there is none.</summary>
    public string? ConfigOf(ParseResult parsed) => parsed.GetValue(_config) ?? ServerConfig.FindIn(parsed.GetValue(_data)!);

    /// <summary>What is given on the command line, then the environment's, then the file's, then the defaults.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="paths">The paths on it.</param>
    /// <param name="isDevelopment">Whether for <c>dev</c>.</param>
    /// <param name="config">The file of settings, or <see langword="null"/> for none.</param>
    /// <exception cref="PureEdgeException">The file cannot be read; what is wrong in it is said by the server.</exception>
    public ServerOptions Read(ParseResult parsed, IReadOnlyList<string> paths, bool isDevelopment, string? config = null)
    {
        var file = config is null ? null : ServerConfig.ReadWithErrors(config, isOfDataDirectory: parsed.GetValue(_config) is null);
        var workers = file?.Workers ?? new PureEdgeOptions();
        workers.BaseDomain = Choose(parsed, _baseDomain, file?.Workers.BaseDomain)!;
        workers.Environment = EnvironmentOption.Of(parsed, _environment, workers.Environment);
        workers.ShowErrors |= isDevelopment;
        workers.AllowPrivateNetwork |= isDevelopment || parsed.GetValue(_allowPrivateNetwork) || Environment.GetEnvironmentVariable("PUREEDGE_ALLOW_PRIVATE_NETWORK") == "1";
        var drain = IsGiven(parsed, _drain) || file is null ? TimeSpan.FromSeconds(parsed.GetValue(_drain)) : file.DrainTime;
        return new()
        {
            Errors = file?.Errors ?? [],
            Paths = paths.Count > 0 || file is null ? paths : file.Paths,
            Urls = IsGiven(parsed, _urls) || file is null ? Split(parsed.GetValue(_urls)!) : file.Urls,
            AdminUrls = IsGiven(parsed, _adminUrls) || file is null ? Split(parsed.GetValue(_adminUrls)!) : file.AdminUrls,
            DataDirectory = Choose(parsed, _data, file?.DataDirectory)!,
            Token = parsed.GetValue(_token) ?? TokenOfEnvironment ?? file?.Token,
            Certificates = Choose(parsed, _certificates, file?.Certificates),
            AccessLog = Choose(parsed, _accessLog, file?.AccessLog),
            LogLevel = file?.LogLevel ?? LogLevel.Information,
            CacheBytes = (file ?? Bare).CacheBytes,
            CacheBytesPerWorker = (file ?? Bare).CacheBytesPerWorker,
            WasmCacheBytes = (file ?? Bare).WasmCacheBytes,
            DrainTime = isDevelopment && drain > DevelopmentDrain ? DevelopmentDrain : drain,
            KeepBrokenWorkers = isDevelopment,
            OtlpEndpoint = parsed.GetValue(_otlp) ?? (Uri.TryCreate(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out var collector) ? collector : file?.OtlpEndpoint),
            OnWorkerLog = isDevelopment ? PrintLog : null,
            Workers = workers,
        };
    }

    /// <summary>The token of the environment, if there is one.</summary>
    public static string? TokenOfEnvironment => Environment.GetEnvironmentVariable("PUREEDGE_API_TOKEN") is { Length: > 0 } token ? token : null;

    /// <summary>Starts a server and tells where it listens, or what kept it from starting.</summary>
    /// <param name="options">Reads what it starts with.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server, or the exit status.</returns>
    public static async Task<(PureEdgeServer? Server, int Status)> StartAsync(Func<ServerOptions> options, CancellationToken cancellationToken)
    {
        try
        {
            return (await PureEdgeServer.StartAsync(options(), cancellationToken), ExitStatus.Done);
        }
        catch (WorkerLoadException e)
        {
            Terminal.Failure(e.Failure);
            return (null, ExitStatus.WorkerAtFault);
        }
        catch (PureEdgeException e)
        {
            Terminal.Error(e.Message);
            return (null, e.Code switch
            {
                "options_invalid" => ExitStatus.WrongArguments,
                "listen_failed" or "data_directory" => ExitStatus.ServerUnavailable,
                _ => ExitStatus.WorkerAtFault,
            });
        }
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static T? Choose<T>(ParseResult parsed, Option<T> option, T? ofFile)
        where T : class? =>
        IsGiven(parsed, option) ? parsed.GetValue(option) : ofFile ?? parsed.GetValue(option);

    private static string[] Split(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"'{result.Tokens[0].Value}' is not the URL of a collector; write it as http://HOST:4318.");
        return null;
    }

    private static void PrintLog(string worker, WorkerLogLevel level, string text)
    {
        switch (level)
        {
            case WorkerLogLevel.Error:
                Terminal.Error(text);
                break;
            case WorkerLogLevel.Warn:
                Terminal.Warning(text);
                break;
            default:
                Terminal.Line(text);
                break;
        }
    }
}
