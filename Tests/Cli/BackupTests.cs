using System.Net.Http.Json;
using System.Text.Json;

namespace PureEdge.Cli.Tests;

/// <summary>What Docs/operations.md says of backing up: end the server, copy the data directory, start a server on the copy.</summary>
public sealed class BackupTests : IDisposable
{
    private const string Token = "the-token-of-this-test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public async Task A_copy_of_the_data_directory_of_a_server_that_ended_has_its_workers_their_secrets_and_KV()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        // Over 64 KB a value is a file of its own.
        _folder.Write("w/worker.js", """
            export default {
              async fetch(request, env) {
                if (request.method === "PUT") {
                  await env.KV.put("small", "kept", { metadata: { a: 1 } });
                  await env.KV.put("large", "x".repeat(100_000));
                }
                const { value, metadata } = await env.KV.getWithMetadata("small");
                return new Response([value, metadata?.a, (await env.KV.get("large"))?.length, env.KEY].join());
              },
            };
            """);
        var (server, address) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, "data", "serve", "--token", Token);
        await using (server)
        {
            await PureEdgeCommand.WaitForLogAsync(server, "admin http");
            var admin = server.Log.Split('\n').Single(static line => line.StartsWith("admin ", StringComparison.Ordinal))["admin ".Length..].Trim();
            _folder.Write("w/wrangler.json", $$"""{ "name": "w", "main": "worker.js", "kv_namespaces": [{ "binding": "KV", "id": "{{await MakeNamespaceAsync(admin)}}" }] }""");
            await RunAsync("", "deploy", "w", "--api", admin, "--token", Token);
            await RunAsync("s3cret", "secret", "put", "w", "KEY", "--api", admin, "--token", Token);
            Assert.Equal("kept,1,100000,s3cret", await AskAsync(address, HttpMethod.Put));
            await server.TerminateAsync();
            Assert.Equal(0, await server.WaitForExitAsync(Patience));
        }

        await ToolProcess.RunAsync("cp", ["-a", "data", "copy"], _folder.FullName, Patience);
        Directory.Delete(Path.Combine(_folder.FullName, "data"), recursive: true);
        (server, address) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, "copy", "serve", "--token", Token);
        await using (server)
        {
            Assert.Equal("kept,1,100000,s3cret", await AskAsync(address, HttpMethod.Get));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> AskAsync(Uri address, HttpMethod method)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Host = "w.localhost";
        using var answer = await client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> MakeNamespaceAsync(string admin)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        using var answer = await client.PostAsJsonAsync(new Uri($"{admin}/client/v4/accounts/local/storage/kv/namespaces"), new { title = "kept" });
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("result").GetProperty("id").GetString()!;
    }

    private async Task RunAsync(string input, params string[] arguments)
    {
        var (status, output, errors) = await PureEdgeCommand.RunWithInputAsync(_folder.FullName, input, arguments);
        Assert.True(status == 0, output + errors);
    }
}
