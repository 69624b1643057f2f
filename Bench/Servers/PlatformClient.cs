using System.Collections.ObjectModel;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

#pragma warning disable RS0030 // A client of the server that is measured, not a worker's way out.

namespace PureEdge.Bench.Servers;

/// <summary>Deploys to a server as wrangler does.</summary>
internal sealed class PlatformClient : IDisposable
{
    /// <summary>The token that servers of the bench are started with.</summary>
    public const string Token = "the-token-of-the-bench";

    private readonly HttpClient _client;

    private PlatformClient(Uri admin)
    {
        _client = new HttpClient { BaseAddress = new Uri(admin, "/client/v4/accounts/x/") };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>A client of a server.</summary>
    public static async Task<PlatformClient> OfAsync(ServerProcess server) => new(await server.AdminAddress);

    /// <summary>Deploys a worker.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="source">Its main module.</param>
    /// <param name="bindings">Its bindings, as JSON.</param>
    /// <param name="modules">Modules of WebAssembly: their names, and the files.</param>
    /// <param name="cpuMs">Its <c>limits.cpu_ms</c>.</param>
    public async Task DeployAsync(string name, string source, string bindings = "[]", IReadOnlyDictionary<string, string>? modules = null, int? cpuMs = null)
    {
        using var form = Form(source, bindings, cpuMs is { } most ? $$""","limits":{"cpu_ms":{{most}}}""" : "");
        foreach (var (file, path) in modules ?? ReadOnlyDictionary<string, string>.Empty)
        {
            AddModule(form, file, await File.ReadAllBytesAsync(path));
        }

        using var answer = await _client.PutAsync($"workers/scripts/{name}", form);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchException($"The worker '{name}' was not deployed: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>The bytes of the request that deploys a worker with a module of WebAssembly: sending the same ones again costs the client next to nothing.</summary>
    /// <param name="name">The worker's name.</param>
    /// <param name="source">Its main module.</param>
    /// <param name="moduleName">The name of the module of WebAssembly.</param>
    /// <param name="module">Its bytes.</param>
    public async Task<byte[]> DeploymentAsync(string name, string source, string moduleName, byte[] module)
    {
        using var form = Form(source, "[]", "");
        AddModule(form, moduleName, module);
        var body = await form.ReadAsByteArrayAsync();
        var address = new Uri(_client.BaseAddress!, $"workers/scripts/{name}");
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"PUT {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {_client.DefaultRequestHeaders.Authorization}\r\n"
                + $"Content-Type: {form.Headers.ContentType}\r\nContent-Length: {body.Length}\r\n\r\n"),
            .. body,
        ];
    }

    /// <summary>Makes a KV namespace, and gives its id.</summary>
    public async Task<string> NamespaceAsync(string title)
    {
        using var answer = await _client.PostAsJsonAsync("storage/kv/namespaces", new { title });
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!["id"]!;
    }

    /// <summary>Puts a value under a key of a KV namespace.</summary>
    public async Task PutAsync(string namespaceId, string key, string value)
    {
        using var answer = await _client.PutAsync($"storage/kv/namespaces/{namespaceId}/values/{Uri.EscapeDataString(key)}", new StringContent(value));
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchException($"The key '{key}' was not put: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static MultipartFormDataContent Form(string source, string bindings, string limits)
    {
        var form = new MultipartFormDataContent();
        var metadata = new StringContent($$"""{"main_module":"index.js","bindings":{{bindings}}{{limits}}}""");
        metadata.Headers.ContentType = null;
        form.Add(metadata, "metadata");
        var main = new StringContent(source);
        main.Headers.ContentType = new MediaTypeHeaderValue("application/javascript+module");
        form.Add(main, "index.js", "index.js");
        return form;
    }

    private static void AddModule(MultipartFormDataContent form, string name, byte[] module)
    {
        var content = new ByteArrayContent(module);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/wasm");
        form.Add(content, name, name);
    }
}
