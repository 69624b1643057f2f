using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PureEdge.Cli.Tests;

/// <summary>A server whose disk takes no more: a limit on the size of files stands for it, and fails in the middle of a write as a disk does.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Token = "the-token-of-this-test";
    private const int BlocksOfAFile = 4_000;
    private const int ValueLength = 40_000;
    private const int MostPuts = 2_000;

    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public async Task What_cannot_be_written_is_refused_with_its_reason_and_workers_go_on_and_nothing_acknowledged_is_lost()
    {
        Skip.If(OperatingSystem.IsWindows(), "The limit is set by a Unix shell.");
        string data = Path.Combine(_folder.FullName, "data");
        _folder.Write("w.js", "export default { fetch() { return new Response('serving'); } };");
        List<string> kept = [];
        string id;
        await using (ServerProcess server = await PureEdgeCommand.ServeOnFullDiskAsync(_folder.FullName, data, BlocksOfAFile, "serve", "--token", Token))
        {
            using HttpClient admin = await PureEdgeCommand.AdminAsync(server, Token);
            Assert.Equal(0, (await PureEdgeCommand.RunAsync(_folder.FullName, "deploy", "w.js", "--api", admin.BaseAddress!.GetLeftPart(UriPartial.Authority), "--token", Token)).Status);
            using HttpResponseMessage made = await admin.PostAsJsonAsync("storage/kv/namespaces", new { title = "full" });
            id = (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["result"]!["id"]!;
            Uri worker = PureEdgeCommand.AddressIn(server.Log.Split('\n').First(line => line.StartsWith("ready ", StringComparison.Ordinal)).Trim())!;

            // One file that is too large takes nothing along.
            string refused = await RefusedAsync(admin, id, "large", new string('x', 3_000_000));
            Assert.Contains(data, refused, StringComparison.Ordinal);
            string? full = null;
            while (full is null && kept.Count < MostPuts)
            {
                string key = $"k{kept.Count}";
                using HttpResponseMessage answer = await admin.PutAsync(PathOf(id, key), new StringContent(Value(kept.Count)));
                if (answer.IsSuccessStatusCode)
                {
                    kept.Add(key);
                }
                else
                {
                    full = await answer.Content.ReadAsStringAsync();
                    Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
                }
            }

            Assert.NotNull(full);
            Assert.Contains(data, full, StringComparison.Ordinal);
            Assert.NotEmpty(kept);
            Assert.Equal("serving", await AskAsync(worker));
            Assert.Equal(Value(0), await admin.GetStringAsync(PathOf(id, "k0")));
        }

        var (process, address) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, data, "serve", "--token", Token);
        await using (process)
        {
            using HttpClient admin = await PureEdgeCommand.AdminAsync(process, Token);
            for (int i = 0; i < kept.Count; i++)
            {
                Assert.Equal(Value(i), await admin.GetStringAsync(PathOf(id, kept[i])));
            }

            using HttpResponseMessage answer = await admin.PutAsync(PathOf(id, "large"), new StringContent(new string('x', 3_000_000)));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            Assert.Equal("serving", await AskAsync(address));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string PathOf(string id, string key) => $"storage/kv/namespaces/{id}/values/{key}";

    // Nothing that can be compressed, so that the files grow.
    private static string Value(int number)
    {
        byte[] bytes = new byte[ValueLength];
        new Random(number).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static async Task<string> RefusedAsync(HttpClient admin, string id, string key, string value)
    {
        using HttpResponseMessage answer = await admin.PutAsync(PathOf(id, key), new StringContent(value));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["message"]!;
    }

    private static async Task<string> AskAsync(Uri address)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.Host = "w.localhost";
        using HttpResponseMessage answer = await client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}
