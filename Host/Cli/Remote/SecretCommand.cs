using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;

namespace PureEdge.Cli.Remote;

/// <summary><c>pureedge secret put, list, delete</c>: what a worker knows and nobody else reads.</summary>
internal static class SecretCommand
{
    // As much as a value of a binding may have.
    private const int MaxBytes = 1 << 20;

    public static Command Create() => new("secret", """
        Set, list and delete the secrets of a worker on a running server. A change makes a new version that answers at once.

        Examples:
          pureedge secret put api STRIPE_KEY < key.txt
          pureedge secret list api
          pureedge secret delete api STRIPE_KEY
        """) { Put(), List(), Delete() };

    private static Command Put()
    {
        var name = WorkerCommands.NameArgument();
        var key = KeyArgument();
        return RemoteArguments.Command("put", """
            Set a secret. Its value is read from standard input, so that it is in no list of processes and no history; white space at its end is cut off.

            Example:
              pureedge secret put api STRIPE_KEY < key.txt
            """, [name, key], [], async (server, parsed) =>
        {
            var value = (await ReadInputAsync()).TrimEnd();
            if (value.Length == 0)
            {
                throw new RemoteException("The secret is empty: its value is read from standard input.");
            }

            await server.SendAsync(HttpMethod.Put, $"{RemoteServer.Script(parsed.GetValue(name)!)}/secrets", new JsonObject
            {
                ["name"] = parsed.GetValue(key), ["text"] = value, ["type"] = "secret_text",
            });
            Terminal.Line($"{parsed.GetValue(name)}: secret {parsed.GetValue(key)} is set");
            return ExitStatus.Done;
        });
    }

    private static Command List()
    {
        var name = WorkerCommands.NameArgument();
        return RemoteArguments.Command("list", """
            List the names of a worker's secrets.

            Example:
              pureedge secret list api
            """, [name], [], async (server, parsed) =>
        {
            var secrets = (await server.SendAsync(HttpMethod.Get, $"{RemoteServer.Script(parsed.GetValue(name)!)}/secrets"))!.AsArray();
            Table.Print(["SECRET"], [.. secrets.Select(static s => new[] { $"{s!["name"]}" })], "The worker has no secret.");
            return ExitStatus.Done;
        });
    }

    private static Command Delete()
    {
        var name = WorkerCommands.NameArgument();
        var key = KeyArgument();
        return RemoteArguments.Command("delete", """
            Delete a secret.

            Example:
              pureedge secret delete api STRIPE_KEY
            """, [name, key], [], async (server, parsed) =>
        {
            await server.SendAsync(HttpMethod.Delete, $"{RemoteServer.Script(parsed.GetValue(name)!)}/secrets/{Uri.EscapeDataString(parsed.GetValue(key)!)}");
            Terminal.Line($"{parsed.GetValue(name)}: secret {parsed.GetValue(key)} is deleted");
            return ExitStatus.Done;
        });
    }

    private static Argument<string> KeyArgument() => new("KEY") { Description = "The secret's name in env." };

    private static async Task<string> ReadInputAsync()
    {
        if (!Console.IsInputRedirected)
        {
            Terminal.Faint("Type the secret and then Ctrl+D; it is shown while you type. Better: pureedge secret put NAME KEY < file");
        }

        await using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await input.ReadAsync(buffer)) > 0)
        {
            if (bytes.Length + read > MaxBytes)
            {
                throw new RemoteException($"The secret has more than {MaxBytes} bytes.");
            }

            bytes.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
