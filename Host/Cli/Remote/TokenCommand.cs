using System.CommandLine;
using System.Text.Json.Nodes;

namespace PureEdge.Cli.Remote;

/// <summary><c>pureedge token create, list, delete</c>: who may use a running server's API.</summary>
internal static class TokenCommand
{
    private static readonly string[] Scopes = ["read", "deploy", "admin"];

    public static Command Create() => new("token", """
        Make, list and end tokens of a running server's API. It needs a token with the scope 'admin'.

        Examples:
          pureedge token create ci --scope deploy --worker api --worker api-staging
          pureedge token create prometheus --scope read
          pureedge token list
          pureedge token delete ci
        """) { CreateOne(), List(), Delete() };

    private static Command CreateOne()
    {
        var name = new Argument<string>("NAME") { Description = "What it is called in the audit log." };
        var scope = new Option<string>("--scope") { Description = "What it opens: 'read' sees everything, 'deploy' does everything with the workers it names, 'admin' does everything.", HelpName = "SCOPE", Required = true };
        scope.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Scopes.Contains(result.Tokens[0].Value, StringComparer.Ordinal))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no scope of a token; there are {string.Join(", ", Scopes)}.");
            }
        });
        var worker = new Option<string[]>("--worker") { Description = "A worker of the scope 'deploy'; may be given several times.", HelpName = "NAME" };
        return RemoteArguments.Command("create", """
            Make a token, and print it once. The server keeps only its hash.

            Example:
              pureedge token create ci --scope deploy --worker api
            """, [name], [scope, worker], async (server, parsed) =>
        {
            var made = await server.SendAsync(HttpMethod.Post, "tokens", new JsonObject
            {
                ["name"] = parsed.GetValue(name),
                ["scope"] = parsed.GetValue(scope),
                ["workers"] = new JsonArray([.. (parsed.GetValue(worker) ?? []).Select(static w => (JsonNode?)w)]),
            });
            Terminal.Line((string)made!["token"]!);
            return ExitStatus.Done;
        });
    }

    private static Command List() => RemoteArguments.Command("list", """
        List the tokens, without what they are.

        Example:
          pureedge token list
        """, [], [], static async (server, _) =>
    {
        var rows = (await server.SendAsync(HttpMethod.Get, "tokens"))!.AsArray()
            .Select(static t => new[] { $"{t!["name"]}", $"{t["scope"]}", string.Join(' ', t["workers"]!.AsArray()), $"{t["id"]}" }).ToList();
        Table.Print(["NAME", "SCOPE", "WORKERS", "ID"], rows, "There is no token beside the administrator's.");
        return ExitStatus.Done;
    });

    private static Command Delete()
    {
        var name = new Argument<string>("NAME") { Description = "Its name or its id." };
        return RemoteArguments.Command("delete", """
            End a token: it opens nothing from now on.

            Example:
              pureedge token delete ci
            """, [name], [], async (server, parsed) =>
        {
            await server.SendAsync(HttpMethod.Delete, $"tokens/{Uri.EscapeDataString(parsed.GetValue(name)!)}");
            Terminal.Line($"{parsed.GetValue(name)}: deleted");
            return ExitStatus.Done;
        });
    }
}
