using System.CommandLine;
using System.CommandLine.Parsing;

namespace PureEdge.Cli.Remote;

/// <summary>The options of commands that speak to a running server.</summary>
internal sealed class RemoteArguments
{
    private readonly Option<Uri> _api = new("--api")
    {
        Description = "Where the server's administration answers, its --admin-urls (also PUREEDGE_API_URL).", HelpName = "URL",
        DefaultValueFactory = static _ => Uri.TryCreate(Environment.GetEnvironmentVariable("PUREEDGE_API_URL"), UriKind.Absolute, out var url) ? url : new("http://127.0.0.1:8788"),
        CustomParser = static result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : Refuse(result),
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "The token of the API (also PUREEDGE_API_TOKEN); a server keeps its own in DIR/admin-token.", HelpName = "TOKEN",
    };

    /// <summary>A command that speaks to a server.</summary>
    public static Command Command(string name, string description, IReadOnlyList<Argument> arguments, IReadOnlyList<Option> options, Func<RemoteServer, ParseResult, Task<int>> action)
    {
        var remote = new RemoteArguments();
        var command = new Command(name, description);
        foreach (var argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        remote.AddTo(command);
        command.SetAction((parsed, _) => remote.RunAsync(parsed, server => action(server, parsed)));
        return command;
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_api);
        command.Options.Add(_token);
    }

    /// <summary>Runs a command against the server, and says what went wrong.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync(ParseResult parsed, Func<RemoteServer, Task<int>> action)
    {
        if ((parsed.GetValue(_token) ?? ServerArguments.TokenOfEnvironment) is not { Length: > 0 } token)
        {
            Terminal.Error("There is no token: give --token TOKEN or set PUREEDGE_API_TOKEN. A server keeps its own in the file 'admin-token' of its data directory.");
            return ExitStatus.WrongArguments;
        }

        using var server = new RemoteServer(parsed.GetValue(_api)!, token);
        try
        {
            return await action(server);
        }
        catch (RemoteException e)
        {
            Terminal.Error(e.Message);
            return e.IsUnreachable ? ExitStatus.ServerUnavailable : ExitStatus.WorkerAtFault;
        }
        catch (AspNetCore.PureEdgeException e)
        {
            Terminal.Error(e.Message);
            return ExitStatus.WorkerAtFault;
        }
    }

    private static Uri? Refuse(ArgumentResult result)
    {
        result.AddError($"'{result.Tokens[0].Value}' is not the URL of a server's administration; write it as http://HOST:8788.");
        return null;
    }
}
