using System.Text;
using PureEdge.Engine;
using PureEdge.Engine.Bindings;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary>A KV namespace in a worker's <c>env</c> (https://developers.cloudflare.com/kv/api/).</summary>
/// <remarks>What a call allocates is charged to its request before it is allocated.</remarks>
internal sealed class KvBinding(KvStore store, string id) : IWorkerBinding
{
    private static readonly BindingClass Shape = new(
        "KvNamespace",
        BindingMethod.Create<KvBinding>("get", 1, static (self, call) => self.RunAsync("GET", call, static (s, c) => s.GetAsync(c, withMetadata: false))),
        BindingMethod.Create<KvBinding>("getWithMetadata", 1, static (self, call) => self.RunAsync("GET", call, static (s, c) => s.GetAsync(c, withMetadata: true))),
        BindingMethod.Create<KvBinding>("list", 0, static (self, call) => self.RunAsync("GET", call, static (s, c) => s.ListAsync(c))),
        BindingMethod.Create<KvBinding>("put", 2, static (self, call) => self.RunAsync("PUT", call, static (s, c) => s.PutAsync(c))),
        BindingMethod.Create<KvBinding>("delete", 1, static (self, call) => self.RunAsync("DELETE", call, static (s, c) => s.DeleteAsync(c))));

    private const int BytesPerListedKey = 512;

    /// <inheritdoc/>
    public BindingClass Class => Shape;

    private async ValueTask<BindingValue> RunAsync(string method, BindingCall call, Func<KvBinding, BindingCall, ValueTask<BindingValue>> body)
    {
        try
        {
            return await body(this, call);
        }
        catch (KvException e)
        {
            throw new HostErrorException(HostErrorKind.Error, $"KV {method} failed: {e.Status} {e.Message}");
        }
        catch (StorageException e)
        {
            // What the machine refuses is the operator's affair; a script learns only that.
            throw new HostErrorException(HostErrorKind.Error, $"KV {method} failed: 500 {(e.Code == "storage_full" ? "The server's storage is full." : "The server's storage failed.")}", e);
        }
    }

    private async ValueTask<BindingValue> GetAsync(BindingCall call, bool withMetadata)
    {
        var (type, cacheTtl) = TypeOf(call[1]);
        KvRules.CacheTtl(cacheTtl);
        if (call[0].Kind == BindingValueKind.List)
        {
            return await GetManyAsync(call, type, withMetadata);
        }

        var key = KeyOf(call[0]);
        var (value, found) = await ReadAsync(call, key, type);
        return withMetadata ? WithMetadata(value, found) : value;
    }

    private async ValueTask<BindingValue> GetManyAsync(BindingCall call, string type, bool withMetadata)
    {
        if (type is not ("text" or "json"))
        {
            throw new KvException(400, $"\"{type}\" is not a valid type. Use \"json\" or \"text\"");
        }

        var names = call[0].Items;
        if (names.Count is 0 or > KvRules.MaxKeysAtOnce)
        {
            throw new KvException(400, names.Count == 0 ? "You must request at least one key" : $"You can request a maximum of {KvRules.MaxKeysAtOnce} keys");
        }

        var entries = new OrderedDictionary<string, BindingValue>(StringComparer.Ordinal);
        var bytes = 0L;
        foreach (var name in names)
        {
            var key = KeyOf(name);
            var (value, found) = await ReadAsync(call, key, type);
            bytes += found?.Length ?? 0;
            if (bytes > KvRules.MaxValueBytes)
            {
                throw new KvException(413, $"Total size of request exceeds the limit of {KvRules.MaxValueBytes} bytes");
            }

            entries[name.Text] = withMetadata ? WithMetadata(value, found) : value;
        }

        return BindingValue.Map([.. entries]);
    }

    private async ValueTask<(BindingValue Value, KvValue? Found)> ReadAsync(BindingCall call, StoreKey key, string type)
    {
        while (true)
        {
            var found = await store.GetAsync(id, key, call.Aborted);
            if (found is null)
            {
                return (BindingValue.Null, null);
            }

            if (type == "stream")
            {
                return (BindingValue.From(store.Open(found, call.Aborted), found.Length), found);
            }

            if (await store.ReadAsync(found, call.Charge, call.Aborted) is not { } bytes)
            {
                // Replaced long ago, between the two reads.
                continue;
            }

            return (type switch
            {
                "text" => BindingValue.Utf8(bytes),
                "json" => BindingValue.Json(bytes),
                _ => BindingValue.From(bytes),
            }, found);
        }
    }

    private static BindingValue WithMetadata(BindingValue value, KvValue? found) => BindingValue.Record(
        [new("value", value), new("metadata", Metadata(found?.Metadata ?? default)), new("cacheStatus", BindingValue.Null)]);

    private static BindingValue Metadata(ReadOnlyMemory<byte> json) => json.IsEmpty ? BindingValue.Null : BindingValue.Json(json);

    private async ValueTask<BindingValue> ListAsync(BindingCall call)
    {
        var options = call[0];
        var limit = NumberOf(options["limit"], "limit") ?? KvRules.MaxListedKeys;
        if (!double.IsInteger(limit) || limit is < 1 or > KvRules.MaxListedKeys)
        {
            throw new KvException(400, $"Invalid key_count_limit of {limit}. Please specify an integer from 1 to {KvRules.MaxListedKeys}.");
        }

        call.Charge((long)limit * BytesPerListedKey);
        var page = await store.ListAsync(id, KvRules.Prefix(TextOf(options["prefix"], "prefix")), KvRules.Cursor(TextOf(options["cursor"], "cursor")), (int)limit, call.Aborted);
        call.Charge(page.Keys.Sum(static k => (k.Name.Length * 2L) + k.Metadata.Length));
        var keys = BindingValue.List([.. page.Keys.Select(Describe)]);
        return page.Cursor is { } cursor
            ? BindingValue.Record([new("keys", keys), new("list_complete", BindingValue.From(false)), new("cursor", BindingValue.From(cursor)), new("cacheStatus", BindingValue.Null)])
            : BindingValue.Record([new("keys", keys), new("list_complete", BindingValue.From(true)), new("cacheStatus", BindingValue.Null)]);
    }

    private static BindingValue Describe(KvKey key)
    {
        var properties = new List<KeyValuePair<string, BindingValue>>(3) { new("name", BindingValue.From(key.Name)) };
        if (key.Expiration is { } expiration)
        {
            properties.Add(new("expiration", BindingValue.From((double)expiration)));
        }

        if (!key.Metadata.IsEmpty)
        {
            properties.Add(new("metadata", BindingValue.Json(key.Metadata)));
        }

        return BindingValue.Record(properties);
    }

    private async ValueTask<BindingValue> PutAsync(BindingCall call)
    {
        await using var content = call[1].Stream;
        var key = KeyOf(call[0]);
        var options = call[2];
        var expiresAt = KvRules.Expiry(NumberOf(options["expiration"], "expiration"), NumberOf(options["expirationTtl"], "expirationTtl"), store.Now);
        var metadata = KvRules.Metadata(options["metadata"]);
        switch (call[1].Kind)
        {
            case BindingValueKind.Stream:
                if (call[1].Length > KvRules.MaxValueBytes)
                {
                    throw KvRules.TooLarge();
                }

                call.Charge(StoreLimits.MaxValueBytes);
                await store.PutAsync(id, key, content!, metadata, expiresAt, call.Aborted);
                break;
            case BindingValueKind.Bytes:
                await store.PutAsync(id, key, Bounded(call[1].Bytes), metadata, expiresAt, call.Aborted);
                break;
            case BindingValueKind.Text or BindingValueKind.Number or BindingValueKind.Boolean or BindingValueKind.Null or BindingValueKind.Undefined:
                await store.PutAsync(id, key, Encode(call, PlainText(call[1])), metadata, expiresAt, call.Aborted);
                break;
            default:
                throw new HostErrorException(HostErrorKind.TypeError, "KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.");
        }

        return BindingValue.Undefined;
    }

    private async ValueTask<BindingValue> DeleteAsync(BindingCall call)
    {
        await store.DeleteAsync(id, KeyOf(call[0]), call.Aborted);
        return BindingValue.Undefined;
    }

    private static ReadOnlyMemory<byte> Bounded(ReadOnlyMemory<byte> bytes) => bytes.Length <= KvRules.MaxValueBytes ? bytes : throw KvRules.TooLarge();

    private static ReadOnlyMemory<byte> Encode(BindingCall call, string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > KvRules.MaxValueBytes)
        {
            throw KvRules.TooLarge();
        }

        call.Charge(bytes);
        return Encoding.UTF8.GetBytes(text);
    }

    // What Web IDL makes of them where a string is wanted.
    private static string PlainText(BindingValue value) => value.Kind switch
    {
        BindingValueKind.Number => NumberText(value.Number),
        BindingValueKind.Boolean => value.Boolean ? "true" : "false",
        BindingValueKind.Null => "null",
        BindingValueKind.Undefined => "undefined",
        _ => value.Text,
    };

    private static string NumberText(double number) => double.IsInteger(number) && Math.Abs(number) < 1e15
        ? ((long)number).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static StoreKey KeyOf(BindingValue name) => name.Kind switch
    {
        BindingValueKind.Text or BindingValueKind.Number or BindingValueKind.Boolean or BindingValueKind.Null or BindingValueKind.Undefined => KvRules.Key(PlainText(name)),
        _ => throw new HostErrorException(HostErrorKind.TypeError, "A KV key must be a string."),
    };

    private static (string Type, double? CacheTtl) TypeOf(BindingValue options)
    {
        var named = options.Kind == BindingValueKind.Record ? options["type"] : options;
        var type = named.IsNothing ? "text" : named.Text;
        return type is "text" or "json" or "arrayBuffer" or "stream"
            ? (type, NumberOf(options["cacheTtl"], "cacheTtl"))
            : throw new HostErrorException(HostErrorKind.TypeError, "Unknown response type. Possible types are \"text\", \"arrayBuffer\", \"json\", and \"stream\".");
    }

    private static double? NumberOf(BindingValue value, string name) => value.Kind switch
    {
        BindingValueKind.Undefined or BindingValueKind.Null => null,
        BindingValueKind.Number => value.Number,
        _ => throw new HostErrorException(HostErrorKind.TypeError, $"The option '{name}' of a KV call must be a number."),
    };

    private static string TextOf(BindingValue value, string name) => value.Kind switch
    {
        BindingValueKind.Undefined or BindingValueKind.Null => "",
        BindingValueKind.Text => value.Text,
        _ => throw new HostErrorException(HostErrorKind.TypeError, $"The option '{name}' of a KV call must be a string."),
    };
}
