using System.CommandLine;
using PureEdge.AspNetCore;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Serving;
using PureEdge.Engine;

namespace PureEdge.Cli;

/// <summary>The options that <c>serve</c> and <c>dev</c> share.</summary>
/// <param name="defaultData">The data directory when none is given.</param>
internal sealed class ServerArguments(string defaultData = "./.pureedge")
{
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

    private readonly Option<Uri?> _otlp = new("--otlp")
    {
        Description = "Send metrics, traces and logs to this OpenTelemetry collector, by OTLP over HTTP (also OTEL_EXPORTER_OTLP_ENDPOINT).", HelpName = "URL",
        CustomParser = static result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : Refuse(result),
    };

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

    public ServerOptions Read(ParseResult parsed, IReadOnlyList<string> paths, bool isDevelopment) => new()
    {
        Paths = paths,
        Urls = parsed.GetValue(_urls)!.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        AdminUrls = parsed.GetValue(_adminUrls)!.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        DataDirectory = parsed.GetValue(_data)!,
        Token = parsed.GetValue(_token) ?? TokenOfEnvironment,
        Certificates = parsed.GetValue(_certificates),
        AccessLog = parsed.GetValue(_accessLog),
        DrainTime = TimeSpan.FromSeconds(isDevelopment ? Math.Min(1, parsed.GetValue(_drain)) : parsed.GetValue(_drain)),
        KeepBrokenWorkers = isDevelopment,
        OtlpEndpoint = parsed.GetValue(_otlp) ?? (Uri.TryCreate(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out var collector) ? collector : null),
        OnWorkerLog = isDevelopment ? PrintLog : null,
        Workers = new PureEdgeOptions
        {
            BaseDomain = parsed.GetValue(_baseDomain)!,
            ShowErrors = isDevelopment,
            AllowPrivateNetwork = isDevelopment || parsed.GetValue(_allowPrivateNetwork)
                || Environment.GetEnvironmentVariable("PUREEDGE_ALLOW_PRIVATE_NETWORK") == "1",
        },
    };

    /// <summary>The token of the environment, if there is one.</summary>
    public static string? TokenOfEnvironment => Environment.GetEnvironmentVariable("PUREEDGE_API_TOKEN") is { Length: > 0 } token ? token : null;

    /// <summary>Starts a server and tells where it listens, or what kept it from starting.</summary>
    /// <returns>The server, or the exit status.</returns>
    public static async Task<(PureEdgeServer? Server, int Status)> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return (await PureEdgeServer.StartAsync(options, cancellationToken), ExitStatus.Done);
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
