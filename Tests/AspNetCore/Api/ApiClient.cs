using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Tests.Api;

/// <summary>Speaks the API as wrangler does.</summary>
internal sealed class ApiClient : IDisposable
{
    private const string Module = "application/javascript+module";

    private readonly HttpClient _client;

    public ApiClient(TestServer server, string? token = null)
    {
        _client = new HttpClient { BaseAddress = new Uri(server.Admin, "/client/v4/accounts/x/") };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? server.Token);
    }

    /// <summary>Sends a request, and gives the envelope's result.</summary>
    public async Task<JsonNode?> SendAsync(string method, string path, JsonNode? body = null) =>
        await ResultAsync(await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) }));

    /// <summary>Sends a request that is refused.</summary>
    public async Task<(HttpStatusCode Status, int Code, string Message)> RefusedAsync(string method, string path, JsonNode? body = null) =>
        await ErrorAsync(await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) }));

    /// <summary>Deploys one module.</summary>
    public async Task<JsonNode?> PutAsync(string name, string source, string more = "") =>
        await ResultAsync(await _client.PutAsync($"workers/scripts/{name}", Form($$"""{"main_module":"index.js"{{more}}}""", ("index.js", Module, source))));

    /// <summary>Uploads a version that does not answer yet, and gives its id.</summary>
    public async Task<string> AddVersionAsync(string name, string source, string more = "") => (string)(await ResultAsync(
        await _client.PostAsync($"workers/scripts/{name}/versions", Form($$"""{"main_module":"index.js"{{more}}}""", ("index.js", Module, source)))))!["id"]!;

    /// <summary>Uploads and deploys several modules.</summary>
    public async Task<JsonNode?> PutAsync(string name, params (string Name, string Type, string Content)[] parts) =>
        await ResultAsync(await _client.PutAsync($"workers/scripts/{name}", Form("""{"main_module":"index.js"}""", parts)));

    /// <summary>Uploads what is refused.</summary>
    public async Task<(HttpStatusCode Status, int Code, string Message)> PutRefusedAsync(string name, string metadata, params (string Name, string Type, string Content)[] parts) =>
        await ErrorAsync(await _client.PutAsync($"workers/scripts/{name}", Form(metadata, parts)));

    /// <summary>Sends any body with PUT.</summary>
    public async Task<(HttpStatusCode Status, int Code, string Message)> PutRefusedAsync(string name, HttpContent content) =>
        await ErrorAsync(await _client.PutAsync($"workers/scripts/{name}", content));

    /// <summary>Sets what answers.</summary>
    public Task<JsonNode?> DeployAsync(string name, params (string Version, double Percentage)[] versions) => SendAsync("POST", $"workers/scripts/{name}/deployments", new JsonObject
    {
        ["strategy"] = "percentage",
        ["versions"] = new JsonArray([.. versions.Select(v => new JsonObject { ["version_id"] = v.Version, ["percentage"] = v.Percentage })]),
    });

    public static MultipartFormDataContent Form(string metadata, params (string Name, string Type, string Content)[] parts)
    {
        var form = new MultipartFormDataContent();
        var first = new StringContent(metadata);
        first.Headers.ContentType = null;
        form.Add(first, "metadata");
        foreach (var (name, type, content) in parts)
        {
            var part = new StringContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue(type);
            form.Add(part, $"\"{name}\"", $"\"{name}\"");
        }

        return form;
    }

    public void Dispose() => _client.Dispose();

    private static async Task<JsonNode?> ResultAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, text);
            var envelope = JsonNode.Parse(text)!;
            Assert.True((bool)envelope["success"]!, text);
            Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
            return envelope["result"];
        }
    }

    private static async Task<(HttpStatusCode Status, int Code, string Message)> ErrorAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            var envelope = JsonNode.Parse(text)!;
            Assert.False((bool)envelope["success"]!, text);
            return (response.StatusCode, (int)envelope["errors"]![0]!["code"]!, (string)envelope["errors"]![0]!["message"]!);
        }
    }
}
