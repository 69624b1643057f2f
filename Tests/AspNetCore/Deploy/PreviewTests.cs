using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Deploy;

/// <summary>Versions at addresses of their own.</summary>
public sealed class PreviewTests
{
    [Fact]
    public async Task A_version_answers_at_its_preview_whether_it_is_deployed_or_not()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Saying("deployed"));
        var id = await api.AddVersionAsync("w", Saying("preview"));
        await SwitchAsync(api, "w", true);
        Assert.Equal("preview", await AskAsync(server, $"{id[..8]}-w.localhost"));
        Assert.Equal("preview", await AskAsync(server, $"{id}-w.localhost"));
        Assert.Equal("preview", await AskAsync(server, $"{id[..8].ToUpperInvariant()}-W.LocalHost"));
        Assert.Equal("deployed", await AskAsync(server, "w.localhost"));
        await api.DeployAsync("w", (id, 100));
        Assert.Equal("preview", await AskAsync(server, $"{id[..8]}-w.localhost"));
    }

    [Fact]
    public async Task Only_versions_that_are_there_of_workers_that_want_it_have_one()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Saying("deployed"));
        var id = await api.AddVersionAsync("w", Saying("preview"));
        Assert.Contains("No worker answers", await AskAsync(server, $"{id[..8]}-w.localhost"), StringComparison.Ordinal);
        await SwitchAsync(api, "w", true);
        foreach (var host in new[] { "00000000-w.localhost", $"{id[..7]}-w.localhost", $"{id[..8]}-other.localhost", $"{id[..8]}-.localhost", "--------w.localhost" })
        {
            Assert.Contains("No worker answers", await AskAsync(server, host), StringComparison.Ordinal);
        }

        Assert.Equal("preview", await AskAsync(server, $"{id[..8]}-w.localhost"));
        await SwitchAsync(api, "w", false);
        Assert.Contains("No worker answers", await AskAsync(server, $"{id[..8]}-w.localhost"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_of_that_very_name_comes_first()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Saying("deployed"));
        var id = await api.AddVersionAsync("w", Saying("preview"));
        await SwitchAsync(api, "w", true);
        await api.PutAsync($"{id[..8]}-w", Saying("named so"));
        Assert.Equal("named so", await AskAsync(server, $"{id[..8]}-w.localhost"));
        Assert.Equal("preview", await AskAsync(server, $"{id}-w.localhost"));
    }

    [Fact]
    public async Task The_only_worker_of_a_path_does_not_answer_in_its_place()
    {
        await using var server = await TestServer.StartAsync(Saying("path"));
        using var api = new ApiClient(server);
        await api.PutAsync("w", Saying("deployed"));
        var id = await api.AddVersionAsync("w", Saying("preview"));
        await SwitchAsync(api, "w", true);
        Assert.Equal("preview", await AskAsync(server, $"{id[..8]}-w.localhost"));
        Assert.Equal("path", await AskAsync(server, "00000000-w.localhost"));
    }

    [Fact]
    public async Task Wrangler_is_told_of_it()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Saying("deployed"));
        await SwitchAsync(api, "w", true);
        var subdomain = (await api.SendAsync("GET", "workers/workers/w"))!["subdomain"]!;
        Assert.True((bool)subdomain["previews_enabled"]!);
        Assert.Equal("-w.localhost", (string)subdomain["preview_url_suffix"]!);
        var version = (await api.SendAsync("GET", "workers/scripts/w/versions"))!["items"]![0]!;
        Assert.True((bool)version["metadata"]!["has_preview"]!);
    }

    [Theory]
    [InlineData("W")]
    [InlineData("Worker")]
    public async Task Names_are_in_small_letters_everywhere(string name)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync(name.ToLowerInvariant(), Saying("small"));
        var (_, _, message) = await api.PutRefusedAsync(name, """{"main_module":"index.js"}""", ("index.js", "application/javascript+module", Saying("x")));
        Assert.Contains("letters (a to z)", message, StringComparison.Ordinal);
        var (status, _, _) = await api.RefusedAsync("GET", $"workers/scripts/{name}/versions");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, status);
        var (_, _, bound) = await api.PutRefusedAsync(
            "front", $$"""{"main_module":"index.js","bindings":[{"type":"service","name":"B","service":"{{name}}"}]}""", ("index.js", "application/javascript+module", Saying("x")));
        Assert.Contains($"'{name}', which is not there", bound, StringComparison.Ordinal);
        Assert.Equal("small", await AskAsync(server, $"{name}.localhost"));
    }

    private static string Saying(string word) => $"export default {{ fetch() {{ return new Response('{word}'); }} }};";

    private static Task<JsonNode?> SwitchAsync(ApiClient api, string name, bool on) =>
        api.SendAsync("POST", $"workers/scripts/{name}/subdomain", new JsonObject { ["enabled"] = true, ["previews_enabled"] = on });

    private static async Task<string> AskAsync(TestServer server, string host)
    {
        using var answer = await server.GetAsHostAsync(host);
        return await answer.Content.ReadAsStringAsync();
    }
}
