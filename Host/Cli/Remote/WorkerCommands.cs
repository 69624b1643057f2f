using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.Cli.Remote;

/// <summary><c>pureedge deploy, list, versions, rollback, delete</c>: the workers of a running server.</summary>
internal static class WorkerCommands
{
    public static IEnumerable<Command> Create() => [Deploy(), List(), Versions(), Rollback(), Delete()];

    /// <summary>The argument NAME.</summary>
    public static Argument<string> NameArgument() => new("NAME") { Description = "The worker's name." };

    private static Command Deploy()
    {
        var path = PathArgument.One();
        var name = new Option<string?>("--name") { Description = "The worker's name; default the one in its configuration, or that of its file.", HelpName = "NAME" };
        var message = new Option<string?>("--message") { Description = "What the list of versions says of this one.", HelpName = "TEXT" };
        var environment = EnvironmentOption.Create();
        return RemoteArguments.Command("deploy", """
            Upload the worker at a path to a running server, and let it answer. What does not start is refused, and the version before goes on answering.
            TypeScript, npm packages, assets and bindings to other services need wrangler (Docs/deploying.md).

            Examples:
              pureedge deploy worker.js
              pureedge deploy ./api --api http://edge.example:8788 --message "faster search"
              pureedge deploy ./api --env staging
            """, [path], [name, message, environment], (server, parsed) =>
            DeployAsync(server, parsed.GetValue(path)!, EnvironmentOption.Of(parsed, environment), parsed.GetValue(name), parsed.GetValue(message)));
    }

    private static Command List() => RemoteArguments.Command("list", """
        List the workers that were deployed to a running server.

        Example:
          pureedge list
        """, [], [], static async (server, _) =>
    {
        var rows = new List<string[]>();
        foreach (var worker in (await server.SendAsync(HttpMethod.Get, "workers/scripts"))!.AsArray())
        {
            rows.Add([Text(worker!["id"]), Shares(worker["versions"]), When(worker["modified_on"])]);
        }

        Table.Print(["WORKER", "ANSWERS", "CHANGED"], rows, "No worker is deployed yet: pureedge deploy PATH.");
        return ExitStatus.Done;
    });

    private static Command Versions()
    {
        var name = NameArgument();
        return RemoteArguments.Command("versions", """
            List the versions of a worker, the newest first.

            Example:
              pureedge versions api
            """, [name], [], async (server, parsed) =>
        {
            var script = RemoteServer.Script(parsed.GetValue(name)!);
            var deployments = (await server.SendAsync(HttpMethod.Get, $"{script}/deployments"))!["deployments"]!.AsArray();
            var shares = deployments.Count == 0 ? [] : deployments[0]!["versions"]!.AsArray().ToDictionary(static v => Text(v!["version_id"]), static v => Percent(v!["percentage"]), StringComparer.Ordinal);
            var rows = new List<string[]>();
            foreach (var version in (await server.SendAsync(HttpMethod.Get, $"{script}/versions"))!["items"]!.AsArray())
            {
                var id = Text(version!["id"]);
                rows.Add([Text(version["number"]), id, shares.GetValueOrDefault(id, ""), When(version["metadata"]?["created_on"]), Text(version["annotations"]?["workers/message"])]);
            }

            Table.Print(["NUMBER", "VERSION", "ANSWERS", "MADE", "MESSAGE"], rows, "The worker has no version.");
            return ExitStatus.Done;
        });
    }

    private static Command Rollback()
    {
        var name = NameArgument();
        var version = new Argument<string?>("VERSION") { Description = "The version's id; default the one that answered before.", Arity = ArgumentArity.ZeroOrOne };
        return RemoteArguments.Command("rollback", """
            Let an earlier version of a worker answer again, with the secrets it had.

            Examples:
              pureedge rollback api
              pureedge rollback api 3f0b0c52-0f5e-4a63-9d0e-6f1f0a9f3a11
            """, [name, version], [], async (server, parsed) =>
        {
            var worker = parsed.GetValue(name)!;
            var script = RemoteServer.Script(worker);
            var id = parsed.GetValue(version);
            if (id is null)
            {
                var deployments = (await server.SendAsync(HttpMethod.Get, $"{script}/deployments"))!["deployments"]!.AsArray();
                id = deployments.Count < 2 ? null : (string?)deployments[1]!["versions"]![0]!["version_id"];
                if (id is null)
                {
                    throw new RemoteException($"The worker '{worker}' was deployed once only: there is nothing to go back to.");
                }
            }

            await server.SendAsync(HttpMethod.Post, $"{script}/deployments", new JsonObject
            {
                ["strategy"] = "percentage",
                ["versions"] = new JsonArray(new JsonObject { ["version_id"] = id, ["percentage"] = 100 }),
                ["annotations"] = new JsonObject { ["workers/message"] = "Rolled back with pureedge" },
            });
            Terminal.Line($"{worker}: version {id} answers");
            return ExitStatus.Done;
        });
    }

    private static Command Delete()
    {
        var name = NameArgument();
        return RemoteArguments.Command("delete", """
            Delete a worker with all its versions, secrets, routes and triggers. Its KV namespaces stay.

            Example:
              pureedge delete api
            """, [name], [], async (server, parsed) =>
        {
            await server.SendAsync(HttpMethod.Delete, RemoteServer.Script(parsed.GetValue(name)!));
            Terminal.Line($"{parsed.GetValue(name)}: deleted");
            return ExitStatus.Done;
        });
    }

    private static async Task<int> DeployAsync(RemoteServer server, string path, string? environment, string? name, string? message)
    {
        var uploads = WorkerUpload.ReadAll(path, environment);
        if (name is not null && uploads.Count > 1)
        {
            throw new RemoteException($"'{path}' holds {uploads.Count} workers, so --name cannot be for all of them.");
        }

        foreach (var upload in uploads)
        {
            var worker = name ?? upload.Name;
            using var form = upload.ToContent(message);
            var answer = await server.SendAsync(HttpMethod.Put, RemoteServer.Script(worker), form);
            await server.SendAsync(HttpMethod.Put, $"{RemoteServer.Script(worker)}/schedules", new JsonArray([.. upload.Crons.Select(static c => new JsonObject { ["cron"] = c })]));
            Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{worker}: version {answer!["deployment_id"]} answers ({upload.Bytes / 1024.0:0.0} KB in {upload.Modules} module{(upload.Modules == 1 ? "" : "s")})"));
        }

        return ExitStatus.Done;
    }

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    private static string When(JsonNode? node) => DateTimeOffset.TryParse(Text(node), CultureInfo.InvariantCulture, out var at) ? at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "";

    private static string Percent(JsonNode? node) => string.Create(CultureInfo.InvariantCulture, $"{node?.GetValue<double>():0.##} %");

    private static string Shares(JsonNode? versions) => string.Join(", ", (versions as JsonArray ?? []).Select(static v => $"{Text(v!["version_id"])} {Percent(v["percentage"])}"));
}
