using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PureEdge.Cli.Remote;

/// <summary><c>pureedge usage</c>: what workers used, by hour.</summary>
internal static class UsageCommand
{
    private static readonly string[] Columns = ["hour", "worker", "requests", "failures", "fuel", "cpu_ms", "subrequests", "egress_bytes"];

    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "The first hour, as 2026-01-31 or 2026-01-31T23:00:00Z; default a day before --to.", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "The end; default now.", HelpName = "TIME" };
        var worker = new Option<string?>("--worker") { Description = "Only this worker.", HelpName = "NAME" };
        var csv = new Option<bool>("--csv") { Description = "Print CSV (RFC 4180) for other programs." };
        var remote = new RemoteArguments();
        var command = new Command("usage", """
            Print what the workers of a running server used: requests, fuel, subrequests and bytes sent, by hour in UTC. Kept for 400 days.

            Examples:
              pureedge usage
              pureedge usage --from 2026-01-01 --to 2026-02-01 --csv > january.csv
            """);
        command.Options.Add(from);
        command.Options.Add(to);
        command.Options.Add(worker);
        command.Options.Add(csv);
        remote.AddTo(command);
        command.SetAction((parsed, _) => remote.RunAsync(parsed, async server =>
        {
            var rows = await ReadAsync(server, [("from", parsed.GetValue(from)), ("to", parsed.GetValue(to)), ("worker", parsed.GetValue(worker))]);
            if (!parsed.GetValue(csv))
            {
                Table.Print([.. Columns.Select(static c => c.ToUpperInvariant().Replace('_', ' '))], rows, "Nothing was used.");
                return ExitStatus.Done;
            }

            Terminal.Line(string.Join(',', Columns));
            foreach (var row in rows)
            {
                // Names of workers and numbers need no quotes.
                Terminal.Line(string.Join(',', row));
            }

            return ExitStatus.Done;
        }));
        return command;
    }

    private static async Task<List<string[]>> ReadAsync(RemoteServer server, (string Key, string? Value)[] filters)
    {
        var query = string.Concat(filters.Where(static f => f.Value is not null).Select(static f => $"&{f.Key}={Uri.EscapeDataString(f.Value!)}"));
        var rows = new List<string[]>();
        var cursor = "";
        do
        {
            var page = await server.SendForAllAsync(HttpMethod.Get, $"usage?cursor={Uri.EscapeDataString(cursor)}{query}");
            rows.AddRange(page["result"]!.AsArray().Select(static u => Columns.Select(c => Convert.ToString(u![c], CultureInfo.InvariantCulture) ?? "").ToArray()));
            cursor = (string?)(page["result_info"] as JsonObject)?["cursor"] ?? "";
        }
        while (cursor.Length > 0);
        return rows;
    }
}
