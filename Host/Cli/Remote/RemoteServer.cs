using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureEdge.Cli.Remote;

/// <summary>The API of a running server.</summary>
internal sealed class RemoteServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient _client;

    public RemoteServer(Uri address, string token)
    {
        Address = address;
        // The environment's proxy is for the world outside; and a redirect would take the token elsewhere.
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(address, "/client/v4/accounts/local/"), Timeout = Patience };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Address { get; }

    /// <summary>The path of a worker below the account.</summary>
    public static string Script(string worker) => $"workers/scripts/{Uri.EscapeDataString(worker)}";

    /// <summary>Sends a request, and gives the result of the envelope.</summary>
    /// <exception cref="RemoteException">It was refused, or nobody answered.</exception>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, HttpContent? content = null) => (await SendForAllAsync(method, path, content))["result"];

    /// <summary>The same with a JSON body.</summary>
    public Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode body) => SendAsync(method, path, JsonContent.Create(body));

    /// <summary>Sends a request, and gives the whole envelope.</summary>
    /// <exception cref="RemoteException">It was refused, or nobody answered.</exception>
    public async Task<JsonObject> SendForAllAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var response = await _client.SendAsync(request);
            var envelope = await ReadAsync(response);
            if (envelope?["success"]?.GetValue<bool>() == true)
            {
                return envelope;
            }

            var message = (string?)(envelope?["errors"] as JsonArray)?.FirstOrDefault()?["message"] ?? $"it answered with status {(int)response.StatusCode} and no message";
            throw new RemoteException(response.StatusCode == HttpStatusCode.Unauthorized ? $"{Address} refuses the token: {message}" : message);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new RemoteException($"No server answers at {Address}: {e.Message} Is it running, and is --api its --admin-urls?", isUnreachable: true);
        }
    }

    /// <summary>Opens the WebSocket of a tail.</summary>
    /// <exception cref="RemoteException">It cannot be opened.</exception>
    public async Task<ClientWebSocket> ConnectAsync(Uri url, CancellationToken cancel)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol("trace-v1");
            await socket.ConnectAsync(url, cancel);
            return socket;
        }
        catch (WebSocketException e)
        {
            socket.Dispose();
            throw new RemoteException($"The tail at {Address} cannot be opened: {e.Message}", isUnreachable: true);
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<JsonObject?> ReadAsync(HttpResponseMessage response)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonObject>();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
