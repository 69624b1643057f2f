using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using PureEdge.AspNetCore.Api.Access;
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

    /// <summary>Who asks; <see langword="null"/> where a request has a token of its own kind.</summary>
    public ApiCaller? Caller => Context.Features.Get<ApiCaller>();

    /// <summary>The worker of the path.</summary>
    public string Worker => Part("name");

    /// <summary>A named part of the path.</summary>
    public string Part(string name) => Context.GetRouteValue(name)?.ToString() ?? "";

    /// <summary>The body as it comes; a read past <paramref name="most"/> bytes fails with 413.</summary>
    public Stream OpenBody(long most)
    {
        if (Context.Request.ContentLength > most)
        {
            throw TooLarge(most);
        }

        if (Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most;
        }

        return Context.Request.Body;
    }

    /// <summary>Whether the body is a form.</summary>
    public bool HasForm => MediaTypeHeaderValue.TryParse(Context.Request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>The number of a query's key, or <see langword="null"/> when it is not there.</summary>
    /// <exception cref="ApiException">It is no number.</exception>
    public long? Number(string key) => Context.Request.Query[key].ToString() is not { Length: > 0 } text
        ? null
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ApiException(StatusCodes.Status400BadRequest, 10001, $"'{key}' of the query is no number.");

    /// <summary>The body as JSON, whatever its Content-Type says: wrangler sends JSON as text/plain too.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public async Task<JsonNode?> ReadJsonAsync(int most = MaxJsonBytes) => Parse(await ReadAsync(most));

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public async Task<JsonObject> ReadObjectAsync() => await ReadJsonAsync() as JsonObject ?? throw new JsonException();

    /// <summary>The body as a JSON array.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public async Task<JsonArray> ReadArrayAsync(int most = MaxJsonBytes) => await ReadJsonAsync(most) as JsonArray ?? throw new JsonException();

    /// <summary>The parts of a form.</summary>
    /// <exception cref="PureEdgeException">It is none, or larger than allowed.</exception>
    public async Task<IReadOnlyList<FormPart>> ReadFormAsync((int Parts, long Bytes) most)
    {
        var boundary = RequireBoundary();
        if (Context.Request.ContentLength > most.Bytes)
        {
            throw new PureEdgeException("form_too_large", $"The upload has {Context.Request.ContentLength} bytes; at most {most.Bytes} are allowed.");
        }

        return await FormParts.ReadAsync(Context.Request.Body, boundary, most, "upload", Aborted);
    }

    /// <summary>What separates the parts of the body, which must be a form.</summary>
    /// <exception cref="PureEdgeException">It is none.</exception>
    public string RequireBoundary()
    {
        if (!MediaTypeHeaderValue.TryParse(Context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= MaxBoundary } boundary)
        {
            throw new PureEdgeException("form_invalid", $"The upload has the Content-Type '{Context.Request.ContentType}'; it must be multipart/form-data with a boundary.");
        }

        return boundary.ToString();
    }

    /// <summary>What the deployer said in a body's annotations, or <see langword="null"/>.</summary>
    public static string? Message(JsonObject body) => (body["annotations"] as JsonObject)?["workers/message"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Reads JSON that came as part of something else.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        SoundJson.Require(utf8);
        return JsonNode.Parse(utf8, documentOptions: Json);
    }

    private async Task<byte[]> ReadAsync(int most) =>
        (Context.Request.ContentLength > most ? null : await FormParts.ReadAsync(Context.Request.Body, most, Aborted)) ?? throw TooLarge(most);

    private static ApiException TooLarge(long most) => new(StatusCodes.Status413PayloadTooLarge, 10027, $"The request's body is larger than the {most} bytes that are allowed.");
}
