using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Api;

/// <summary>KV: namespaces, values, keys, many at once (rows 37 to 44 of WRANGLER-API.md).</summary>
internal sealed class KvApi(KvNamespaces namespaces, KvStore store, UploadGate uploads) : IApiRoom
{
    private const string Namespaces = "/storage/kv/namespaces";
    private const string One = Namespaces + "/{id}";

    private const int KeyNotFound = 10009;
    private const int DefaultPerPage = 20;
    private const int MaxFormBytes = KvRules.MaxValueBytes + (64 << 10);

    // As the API of Workers has it; wrangler sends 1,000 at a time.
    private const int MaxBulkEntries = 10_000;

    // One value of the greatest size, in base64, and others: one entry is in memory whole.
    private const long MaxBulkBytes = 64L << 20;

    // So many keys of the greatest length, with every byte of theirs escaped.
    private const int MaxDeleteBytes = 32 << 20;

    /// <inheritdoc/>
    public void Map(ApiEndpoints api)
    {
        api.HandleAccountList("GET", Namespaces, request => Task.FromResult(List(request)));
        api.HandleAccount("POST", Namespaces, async request => View(await namespaces.CreateAsync(await TitleAsync(request), request.Aborted)));
        api.HandleAccount("GET", One, request => Task.FromResult<JsonNode?>(View(namespaces.Require(request.Part("id")))));
        api.HandleAccount("PUT", One, async request => View(await namespaces.RenameAsync(request.Part("id"), await TitleAsync(request), request.Aborted)));
        api.HandleAccount("DELETE", One, async request =>
        {
            await namespaces.DeleteAsync(request.Part("id"), request.Aborted);
            return null;
        });
        api.HandleAccountList("GET", One + "/keys", KeysAsync);
        api.HandleAccount("GET", One + "/values/{**key}", GetAsync);
        api.HandleAccount("PUT", One + "/values/{**key}", PutAsync);
        api.HandleAccount("DELETE", One + "/values/{**key}", async request =>
        {
            await store.DeleteAsync(request.Part("id"), KeyOf(request, "values"), request.Aborted);
            return null;
        });
        api.HandleAccount("GET", One + "/metadata/{**key}", async request =>
        {
            var metadata = (await RequireAsync(request, KeyOf(request, "metadata"))).Metadata;
            return metadata.IsEmpty ? null : ApiRequest.Parse(metadata.Span);
        });
        api.HandleUpload("PUT", One + "/bulk", PutManyAsync);
        api.HandleUpload("DELETE", One + "/bulk", DeleteManyAsync);
        api.HandleUpload("POST", One + "/bulk/delete", DeleteManyAsync);
        api.HandleUpload("POST", One + "/bulk/get", GetManyAsync);
    }

    private static JsonObject View(KvNamespace each) => new() { ["id"] = each.Id, ["title"] = each.Title, ["supports_url_encoding"] = true };

    private static async Task<string> TitleAsync(ApiRequest request) => (await request.ReadObjectAsync())["title"] is JsonValue value && value.TryGetValue<string>(out var title)
        ? title
        : throw new KvException(400, "There is no text 'title'.");

    private (JsonNode? Result, JsonObject? Info) List(ApiRequest request)
    {
        var page = Math.Max(1, request.Number("page") ?? 1);
        var perPage = Math.Clamp(request.Number("per_page") ?? DefaultPerPage, 1, KvNamespaces.Most);
        var all = namespaces.All;
        var from = page > all.Count ? all.Count : Math.Min(all.Count, (page - 1) * perPage);
        var shown = all.Skip((int)from).Take((int)perPage).Select(static n => (JsonNode?)View(n)).ToArray();
        return (new JsonArray(shown), new JsonObject { ["page"] = page, ["per_page"] = perPage, ["count"] = shown.Length, ["total_count"] = all.Count });
    }

    private async Task<(JsonNode? Result, JsonObject? Info)> KeysAsync(ApiRequest request)
    {
        var query = request.Context.Request.Query;
        var limit = request.Number("limit") ?? KvRules.MaxListedKeys;
        if (limit is < 1 or > KvRules.MaxListedKeys)
        {
            throw new KvException(400, $"Invalid key_count_limit of {limit}. Please specify an integer from 1 to {KvRules.MaxListedKeys}.");
        }

        var page = await store.ListAsync(request.Part("id"), KvRules.Prefix(query["prefix"].ToString()), KvRules.Cursor(query["cursor"].ToString()), (int)limit, request.Aborted);
        var keys = new JsonArray();
        foreach (var key in page.Keys)
        {
            var view = new JsonObject { ["name"] = key.Name };
            if (key.Expiration is { } expiration)
            {
                view["expiration"] = expiration;
            }

            if (!key.Metadata.IsEmpty)
            {
                view["metadata"] = ApiRequest.Parse(key.Metadata.Span);
            }

            keys.Add(view);
        }

        return (keys, new JsonObject { ["count"] = page.Keys.Count, ["cursor"] = page.Cursor ?? "" });
    }

    // The value itself, without an envelope.
    private async Task<JsonNode?> GetAsync(ApiRequest request)
    {
        var value = await RequireAsync(request, KeyOf(request, "values"));
        var response = request.Context.Response;
        response.ContentType = "application/octet-stream";
        response.ContentLength = value.Length;
        response.Headers.CacheControl = "no-store";
        if (value.ExpiresAt is { } at)
        {
            response.Headers["Expiration"] = at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await response.StartAsync(request.Aborted);
        await using var content = store.Open(value);
        await content.CopyToAsync(response.Body, request.Aborted);
        return null;
    }

    private async Task<JsonNode?> PutAsync(ApiRequest request)
    {
        var id = namespaces.Require(request.Part("id")).Id;
        var key = KeyOf(request, "values");
        var expiresAt = KvRules.Expiry(request.Number("expiration"), request.Number("expiration_ttl"), store.Now);
        if (!request.HasForm)
        {
            await store.PutAsync(id, key, request.OpenBody(KvRules.MaxValueBytes), default, expiresAt, request.Aborted);
            return null;
        }

        // A form is in memory whole, a plain value is not.
        using var turn = await uploads.EnterAsync(request.Aborted);
        var form = await request.ReadFormAsync((2, MaxFormBytes));
        var value = form.FirstOrDefault(static p => p.Name == "value")?.Content ?? throw new KvException(400, "The form has no part 'value'.");
        if (value.Length > KvRules.MaxValueBytes)
        {
            throw KvRules.TooLarge();
        }

        var metadata = form.FirstOrDefault(static p => p.Name == "metadata") is { Content: var text } ? Metadata(text) : default;
        await store.PutAsync(id, key, value, metadata, expiresAt, request.Aborted);
        return null;
    }

    // One entry after the other as they arrive: what is held of them is bounded by what one commit takes.
    private async Task<JsonNode?> PutManyAsync(ApiRequest request)
    {
        var id = namespaces.Require(request.Part("id")).Id;
        var batch = new OrderedDictionary<StoreKey, EntryWrite>();
        var (count, bytes) = (0, 0L);
        await foreach (var entry in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(request.OpenBody(MaxBulkBytes), cancellationToken: request.Aborted))
        {
            if (++count > MaxBulkEntries)
            {
                throw new KvException(400, $"There are more than {MaxBulkEntries} entries.");
            }

            var write = await PreparedAsync(entry, count, request.Aborted);
            bytes += write.Value.Length + KvRules.MaxKeyBytes + KvRules.MaxMetadataBytes;
            batch[write.Key] = write;
            if (batch.Count == StoreLimits.MaxWritesPerCommit || bytes > StoreLimits.MaxCommitBytes - StoreLimits.MaxValueBytes - KvRules.MaxKeyBytes - KvRules.MaxMetadataBytes)
            {
                await store.CommitAsync(id, [.. batch.Values], request.Aborted);
                batch.Clear();
                bytes = 0;
            }
        }

        if (batch.Count > 0)
        {
            await store.CommitAsync(id, [.. batch.Values], request.Aborted);
        }

        return new JsonObject { ["successful_key_count"] = count, ["unsuccessful_keys"] = new JsonArray() };
    }

    private async Task<EntryWrite> PreparedAsync(JsonElement entry, int number, CancellationToken cancel)
    {
        SoundJson.Require(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(entry));
        if (entry.ValueKind != JsonValueKind.Object || WorkerForm.Text(entry, "key") is not { } key || WorkerForm.Text(entry, "value") is not { } text)
        {
            throw new KvException(400, $"Entry {number} of the list has no text 'key' or no text 'value'.");
        }

        var value = entry.TryGetProperty("base64", out var base64) && base64.ValueKind == JsonValueKind.True ? FromBase64(text, number) : Encoding.UTF8.GetBytes(text);
        if (value.Length > KvRules.MaxValueBytes)
        {
            throw KvRules.TooLarge();
        }

        var metadata = entry.TryGetProperty("metadata", out var given) && given.ValueKind is not JsonValueKind.Null ? KvRules.Metadata(Encoding.UTF8.GetBytes(given.GetRawText())) : default;
        var inline = value.Length <= StoreLimits.MaxValueBytes;
        return EntryWrite.Put(KvRules.Key(key), inline ? value : default) with
        {
            Blob = inline ? null : await store.PutBytesAsync(new ReadOnlyBytesStream(value), cancel),
            Metadata = metadata,
            ExpiresAt = KvRules.Expiry(Number(entry, "expiration"), Number(entry, "expiration_ttl"), store.Now),
        };
    }

    private async Task<JsonNode?> DeleteManyAsync(ApiRequest request)
    {
        var id = namespaces.Require(request.Part("id")).Id;
        var keys = (await request.ReadArrayAsync(MaxDeleteBytes)).Select(KeyOf).Distinct().ToArray();
        if (keys.Length > MaxBulkEntries)
        {
            throw new KvException(400, $"There are {keys.Length} keys; at most {MaxBulkEntries} are allowed.");
        }

        foreach (var some in keys.Chunk(StoreLimits.MaxWritesPerCommit))
        {
            await store.CommitAsync(id, [.. some.Select(EntryWrite.Delete)], request.Aborted);
        }

        return new JsonObject { ["successful_key_count"] = keys.Length, ["unsuccessful_keys"] = new JsonArray() };
    }

    private async Task<JsonNode?> GetManyAsync(ApiRequest request)
    {
        var id = namespaces.Require(request.Part("id")).Id;
        var body = await request.ReadObjectAsync();
        var keys = body["keys"] as JsonArray ?? throw new JsonException();
        if (keys.Count is 0 or > KvRules.MaxKeysAtOnce)
        {
            throw new KvException(400, $"There are {keys.Count} keys; 1 to {KvRules.MaxKeysAtOnce} are allowed.");
        }

        var isJson = body["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == "json";
        var withMetadata = body["withMetadata"] is JsonValue flag && flag.TryGetValue<bool>(out var wanted) && wanted;
        var values = new JsonObject();
        var left = (long)KvRules.MaxValueBytes;
        foreach (var node in keys)
        {
            var key = KeyOf(node);
            var found = await store.GetAsync(id, key, request.Aborted);
            left -= found?.Length ?? 0;
            if (left < 0)
            {
                throw new KvException(413, $"The values have more than the {KvRules.MaxValueBytes} bytes that may be read at once.");
            }

            var bytes = found is null ? null : await store.ReadAsync(found, static _ => { }, request.Aborted);
            var view = new JsonObject { ["value"] = bytes is not { } value ? null : isJson ? ApiRequest.Parse(value.Span) : Encoding.UTF8.GetString(value.Span) };
            if (withMetadata)
            {
                view["metadata"] = found is null || found.Metadata.IsEmpty ? null : ApiRequest.Parse(found.Metadata.Span);
            }

            values[key.ToString()] = view;
        }

        return new JsonObject { ["values"] = values };
    }

    private async Task<KvValue> RequireAsync(ApiRequest request, StoreKey key) => await store.GetAsync(request.Part("id"), key, request.Aborted)
        ?? throw new ApiException(StatusCodes.Status404NotFound, KeyNotFound, $"There is no key '{KvRules.Shown(key.ToString())}' in the KV namespace.");

    private static StoreKey KeyOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? KvRules.Key(text) : throw new JsonException();

    /// <summary>
    /// The key of a path, unescaped once: of what ASP.NET made of it 'a/b' and 'a%2Fb' could not be told apart. The path is taken as it was sent, so
    /// its parts must be where this endpoint's are.
    /// </summary>
    private static StoreKey KeyOf(ApiRequest request, string part)
    {
        var raw = request.Context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var prefix = $"{ApiEndpoints.Root}/accounts/";
        var rest = raw.StartsWith(prefix, StringComparison.Ordinal) && raw.IndexOf('/', prefix.Length) is > 0 and var end ? raw[end..] : "";
        var before = $"{Namespaces}/{request.Part("id")}/{part}/";
        return rest.StartsWith(before, StringComparison.Ordinal) && !rest[before.Length..].Split('/').Any(static segment => segment is "." or "..")
            ? KvRules.Key(Uri.UnescapeDataString(rest[before.Length..]))
            : throw new KvException(400, "The path is not the plain path of a key: ask for it without escapes before the key, and without '.' and '..'.");
    }

    private static ReadOnlyMemory<byte> Metadata(byte[] text)
    {
        var metadata = KvRules.Metadata(text);
        return ApiRequest.Parse(metadata.Span) is null ? default : metadata;
    }

    private static byte[] FromBase64(string text, int number)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new KvException(400, $"Entry {number} of the list has a 'value' that is not base64.");
        }
    }

    private static double? Number(JsonElement owner, string key) => !owner.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null
        ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw new KvException(400, $"'{key}' must be a number.");
}
