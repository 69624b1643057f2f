using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Api;

/// <summary>Uploading static assets (section 6 of WRANGLER-API.md): a session says which there are, then those that are missing come, then the worker.</summary>
internal sealed class AssetsApi(AssetStore store) : IApiRoom
{
    // One part of what a session hands out: 16 MiB of files, or one of 25 MiB, in base64, and the parts' headers.
    private const long MaxUploadBytes = 48L << 20;
    private const int MaxParts = 1000;

    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleUpload("POST", "/workers/scripts/{name}/assets-upload-session", BeginAsync);
        api.HandleWithOwnToken("POST", "/workers/assets/upload", UploadAsync);
    }

    private async Task<JsonNode?> BeginAsync(ApiRequest request)
    {
        var worker = WorkerName.Require(request.Worker, "The upload");
        var manifest = (await request.ReadJsonAsync(AssetManifest.MaxJsonBytes) as JsonObject)?["manifest"] as JsonObject ?? throw new JsonException();
        var (token, buckets) = await store.BeginAsync(worker, manifest, request.Aborted);
        return new JsonObject { ["jwt"] = token, ["buckets"] = new JsonArray([.. buckets.Select(ApiViews.Texts)]) };
    }

    // Every part goes to the disk as it comes.
    private async Task<JsonNode?> UploadAsync(ApiRequest request)
    {
        var header = request.Context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        (AssetSession Session, AssetManifest Manifest) session;
        try
        {
            session = await store.ReadSessionAsync(token, request.Aborted);
        }
        catch (PureEdgeException e)
        {
            throw new ApiException(StatusCodes.Status401Unauthorized, 9109, e.Message);
        }

        var isBase64 = request.Context.Request.Query["base64"] == "true";
        var reader = new MultipartReader(request.RequireBoundary(), request.OpenBody(MaxUploadBytes)) { HeadersCountLimit = 16, HeadersLengthLimit = 16 << 10 };
        try
        {
            for (var count = 0; await reader.ReadNextSectionAsync(request.Aborted) is { } section; count++)
            {
                var name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).ToString() : "";
                if (count == MaxParts || !AssetManifest.IsHash(name))
                {
                    throw AssetManifest.Invalid(count == MaxParts ? $"The upload has more than {MaxParts} parts." : "The upload has a part whose name is not the hash of a file.");
                }

                // Not disposed: it would flush what it only reads from, and holds nothing but a few bytes.
#pragma warning disable CA2000
                var content = isBase64 ? new CryptoStream(section.Body, new FromBase64Transform(), CryptoStreamMode.Read) : section.Body;
#pragma warning restore CA2000
                await store.AddAsync(session, name, section.ContentType, content, request.Aborted);
            }
        }
        catch (Exception e) when (e is FormatException or InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw new PureEdgeException("form_invalid", "The upload is a damaged form, or has a file that is not base64.", e);
        }

        // wrangler takes the last one.
        return new JsonObject { ["jwt"] = token };
    }
}
