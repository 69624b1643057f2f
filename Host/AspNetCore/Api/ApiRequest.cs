using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Api;

/// <summary>A request to the API, with its body read under a cap.</summary>
internal readonly struct ApiRequest(HttpContext context)
{
    private const int MaxJsonBytes = 1 << 20;
    private const int MaxBoundary = 200;

    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false };

    public HttpContext Context { get; } = context;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Whether the first page of a list is asked for; there is no other.</summary>
    public bool IsFirstPage => Context.Request.Query["page"].ToString() is "" or "1";

    /// <summary>The worker of the path.</summary>
    public string Worker => Part("name");

    /// <summary>A named part of the path.</summary>
    public string Part(string name) => Context.GetRouteValue(name)?.ToString() ?? "";

    /// <summary>The body as JSON, whatever its Content-Type says: wrangler sends JSON as text/plain too.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public async Task<JsonNode?> ReadJsonAsync() => Parse(await ReadAsync(MaxJsonBytes));

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public async Task<JsonObject> ReadObjectAsync() => await ReadJsonAsync() as JsonObject ?? throw new JsonException();

    /// <summary>The body as a JSON array.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public async Task<JsonArray> ReadArrayAsync() => await ReadJsonAsync() as JsonArray ?? throw new JsonException();

    /// <summary>The parts of a form.</summary>
    /// <exception cref="PureEdgeException">It is none, or larger than allowed.</exception>
    public async Task<IReadOnlyList<FormPart>> ReadFormAsync((int Parts, long Bytes) most)
    {
        if (!MediaTypeHeaderValue.TryParse(Context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= MaxBoundary } boundary)
        {
            throw new PureEdgeException("form_invalid", $"The upload has the Content-Type '{Context.Request.ContentType}'; it must be multipart/form-data with a boundary.");
        }

        if (Context.Request.ContentLength > most.Bytes)
        {
            throw new PureEdgeException("form_too_large", $"The upload has {Context.Request.ContentLength} bytes; at most {most.Bytes} are allowed.");
        }

        return await FormParts.ReadAsync(Context.Request.Body, boundary.ToString(), most, "upload", Aborted);
    }

    /// <summary>What the deployer said in a body's annotations, or <see langword="null"/>.</summary>
    public static string? Message(JsonObject body) => (body["annotations"] as JsonObject)?["workers/message"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Reads JSON that came as part of something else.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8) => JsonNode.Parse(utf8, documentOptions: Json);

    private async Task<byte[]> ReadAsync(int most) =>
        (Context.Request.ContentLength > most ? null : await FormParts.ReadAsync(Context.Request.Body, most, Aborted))
        ?? throw new ApiException(StatusCodes.Status413PayloadTooLarge, 10027, $"The request's body is larger than the {most} bytes that are allowed.");
}
