using System.Globalization;
using System.Net.Http.Headers;

namespace PureEdge.Cli.Tests;

/// <summary>A server that is killed while workers are deployed to it.</summary>
public sealed class CrashTests : IDisposable
{
    private const string Token = "the-token-of-this-test";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task After_a_kill_every_worker_answers_with_the_last_version_that_was_acknowledged_or_the_one_after_it()
    {
        string data = Path.Combine(_folder.FullName, "data");
        int[] acknowledged = new int[3];
        for (int round = 0; round < 3; round++)
        {
            var (process, workers) = await PureEdgeCommand.ServeOnAsync(_folder.FullName, data, "serve", "--token", Token);
            await using (process)
            {
                using HttpClient client = new() { BaseAddress = workers };
                for (int worker = 0; worker < acknowledged.Length; worker++)
                {
                    if (acknowledged[worker] > 0)
                    {
                        Assert.InRange(await VersionAsync(client, worker), acknowledged[worker], acknowledged[worker] + 1);
                    }
                }

                using HttpClient admin = new() { BaseAddress = new Uri(await AdminAsync(process)) };
                admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
                int goal = acknowledged[0] + 4 + round;
                Task[] deployers = [.. Enumerable.Range(0, acknowledged.Length).Select(worker => DeployUntilKilledAsync(admin, worker, acknowledged, () =>
                {
                    if (acknowledged[0] >= goal)
                    {
                        process.Kill();
                    }
                }))];
                await Task.WhenAll(deployers);
            }
        }

        Assert.All(acknowledged, count => Assert.True(count > 3));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> AdminAsync(ServerProcess process)
    {
        await PureEdgeCommand.WaitForLogAsync(process, "admin http");
        return process.Log.Split('\n').First(line => line.StartsWith("admin ", StringComparison.Ordinal))["admin ".Length..].Trim();
    }

    private static async Task DeployUntilKilledAsync(HttpClient admin, int worker, int[] acknowledged, Action afterwards)
    {
        while (true)
        {
            using MultipartFormDataContent form = new();
            StringContent metadata = new("""{"main_module":"index.js"}""");
            metadata.Headers.ContentType = null;
            form.Add(metadata, "metadata");
            StringContent module = new($"export default {{ fetch() {{ return new Response('{acknowledged[worker] + 1}'); }} }};");
            module.Headers.ContentType = new MediaTypeHeaderValue("application/javascript+module");
            form.Add(module, "index.js", "index.js");
            try
            {
                using HttpResponseMessage answer = await admin.PutAsync($"/client/v4/accounts/x/workers/scripts/w{worker}", form);
                Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            }
            catch (HttpRequestException)
            {
                // It was killed.
                return;
            }

            acknowledged[worker]++;
            afterwards();
        }
    }

    private static async Task<int> VersionAsync(HttpClient client, int worker)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        request.Headers.Host = $"w{worker}.localhost";
        using HttpResponseMessage response = await client.SendAsync(request);
        return int.Parse(await response.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture);
    }
}
