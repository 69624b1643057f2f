using System.CommandLine;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureEdge.Cli.Remote;

/// <summary><c>pureedge tail</c>: a worker's events as they happen.</summary>
internal static class TailCommand
{
    private const int MostEventBytes = 8 << 20;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var name = WorkerCommands.NameArgument();
        var json = new Option<bool>("--json") { Description = "Print each event as a line of JSON." };
        var failures = new Option<bool>("--failures") { Description = "Only events that failed." };
        var remote = new RemoteArguments();
        var command = new Command("tail", """
            Print what a worker of a running server does as it happens: requests, log lines, exceptions, and which limit ended what. Ends with Ctrl+C.

            Examples:
              pureedge tail api
              pureedge tail api --failures --json
            """) { name };
        command.Options.Add(json);
        command.Options.Add(failures);
        remote.AddTo(command);
        command.SetAction((parsed, cancel) => remote.RunAsync(parsed, server => RunAsync(server, parsed.GetValue(name)!, parsed.GetValue(json), parsed.GetValue(failures), cancel)));
        return command;
    }

    private static async Task<int> RunAsync(RemoteServer server, string worker, bool asJson, bool onlyFailures, CancellationToken cancel)
    {
        var filters = new JsonArray();
        if (onlyFailures)
        {
            filters.Add(new JsonObject { ["outcome"] = new JsonArray("exception", "exceededCpu", "exceededMemory", "unknown") });
        }

        var tail = await server.SendAsync(HttpMethod.Post, $"{RemoteServer.Script(worker)}/tails", new JsonObject { ["filters"] = filters });
        using var socket = await server.ConnectAsync(new Uri((string)tail!["url"]!), cancel);
        if (!asJson)
        {
            Terminal.Faint($"watching {worker}; Ctrl+C ends it");
        }

        try
        {
            while (await ReceiveAsync(socket, cancel) is { } told)
            {
                Terminal.Line(asJson ? told.ToJsonString(Relaxed) : Describe(told));
            }

            return ExitStatus.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Done;
        }
        catch (WebSocketException e)
        {
            throw new RemoteException($"The server ended the tail: {e.Message}", isUnreachable: true);
        }
    }

    private static async Task<JsonObject?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, cancel);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, part.Count);
            if (message.Length > MostEventBytes)
            {
                throw new RemoteException($"The server sent an event of more than {MostEventBytes} bytes.");
            }

            if (part.EndOfMessage)
            {
                return JsonNode.Parse(message.ToArray()) as JsonObject;
            }
        }
    }

    private static string Describe(JsonObject told)
    {
        var text = new StringBuilder();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(told["eventTimestamp"]?.GetValue<long>() ?? 0);
        var what = told["event"] as JsonObject;
        var title = what?["request"] is JsonObject request ? $"{request["method"]} {request["url"]}"
            : what?["cron"] is { } cron ? $"cron {cron}"
            : (string?)what?["message"] ?? "lines of no event";
        text.Append(at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append("  ").Append(title);
        if (what?["message"] is null)
        {
            text.Append("  ").Append(told["outcome"]);
        }

        if (what?["response"]?["status"] is { } status)
        {
            text.Append(' ').Append(status);
        }

        if (told["cpuTime"] is { } cpu)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {cpu} ms CPU, {told["pureedge"]?["fuel"]} fuel");
        }

        foreach (var line in told["logs"] as JsonArray ?? [])
        {
            text.Append("\n  ").Append(line!["level"]).Append("  ").AppendJoin(' ', line["message"]!.AsArray());
        }

        foreach (var thrown in told["exceptions"] as JsonArray ?? [])
        {
            text.Append("\n  ").Append(thrown!["name"]).Append(": ").Append(thrown["message"]);
            if (thrown["stack"] is { } stack)
            {
                text.Append('\n').Append(stack);
            }
        }

        return Terminal.Clean(text.ToString());
    }
}
