using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PureEdge.Cli.Tests;

/// <summary>A server that is killed while values are put into KV.</summary>
public sealed class KvCrashTests : IDisposable
{
    private const string Token = "the-token-of-this-test";
    private const int Rounds = 5;
    private const int Writers = 8;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Every_value_whose_put_was_answered_is_there_after_a_kill()
    {
        string data = Path.Combine(_folder.FullName, "data");
        string? id = null;
        ConcurrentDictionary<string, int> acknowledged = [];
        for (int round = 0; round <= Rounds; round++)
        {
            var (process, _) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, data, "serve", "--token", Token);
            await using (process)
            {
                using HttpClient admin = await PureEdgeCommand.AdminAsync(process, Token);
                id ??= await NamespaceAsync(admin);
                foreach (var (key, number) in acknowledged)
                {
                    // The put after it may have been cut off before its answer, but then it is there whole.
                    string text = await admin.GetStringAsync($"storage/kv/namespaces/{id}/values/{key}");
                    Assert.Contains(text, new[] { Value(key, number), Value(key, number + 1) });
                }

                if (round < Rounds)
                {
                    int goal = acknowledged.Values.Sum() + Random.Shared.Next(20, 400);
                    await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => PutUntilKilledAsync(admin, $"storage/kv/namespaces/{id}/values/", $"w{writer}", acknowledged, () =>
                    {
                        if (acknowledged.Values.Sum() >= goal)
                        {
                            process.Kill();
                        }
                    })));
                }
            }
        }

        Assert.Equal(Writers, acknowledged.Count);
    }

    public void Dispose() => _folder.Dispose();

    // Every fourth is too large for the tree, and so a file of its own.
    private static string Value(string key, int number) => $"{key} {number} {(number % 4 == 0 ? new string('x', 70_000) : "")}";

    private static async Task PutUntilKilledAsync(HttpClient admin, string path, string key, ConcurrentDictionary<string, int> acknowledged, Action afterwards)
    {
        for (int number = acknowledged.GetValueOrDefault(key) + 1; ; number++)
        {
            try
            {
                using HttpResponseMessage answer = await admin.PutAsync(path + key, new StringContent(Value(key, number)));
                Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            }
            catch (HttpRequestException)
            {
                // It was killed.
                return;
            }

            acknowledged[key] = number;
            afterwards();
        }
    }

    private static async Task<string> NamespaceAsync(HttpClient admin)
    {
        using HttpResponseMessage answer = await admin.PostAsJsonAsync("storage/kv/namespaces", new { title = "crash" });
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!["id"]!;
    }
}
