using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Observability.Tail;

/// <summary>Which events a session wants: all filters must hold. Immutable.</summary>
internal sealed class TailFilter
{
    private const int MostFilters = 20;
    private const int MostValues = 50;
    private const int MostText = 512;

    private readonly List<Func<Trace, bool>> _filters = [];
    private double _samplingRate = 1;
    private bool _takesLines = true;

    private TailFilter()
    {
    }

    /// <summary>Reads wrangler's filters.</summary>
    /// <param name="filters">The list, or <see langword="null"/> for all events.</param>
    /// <param name="self">The address of who asks.</param>
    /// <exception cref="JsonException">A filter is none.</exception>
    public static TailFilter From(JsonArray? filters, string? self)
    {
        var filter = new TailFilter();
        if (filters?.Count > MostFilters)
        {
            throw new PureEdgeException("too_many", $"There are {filters.Count} filters; at most {MostFilters} are allowed.");
        }

        foreach (var node in filters ?? [])
        {
            foreach (var (key, value) in node as JsonObject ?? throw new JsonException())
            {
                filter.Add(key, value, self);
            }
        }

        return filter;
    }

    /// <summary>Whether an event is wanted; <see langword="null"/> stands for lines without one.</summary>
    public bool Takes(Trace? trace) =>
        (trace is null ? _takesLines : _filters.TrueForAll(f => f(trace))) && (_samplingRate >= 1 || Random.Shared.NextDouble() < _samplingRate);

    private void Add(string key, JsonNode? value, string? self)
    {
        switch (key)
        {
            case "sampling_rate":
                _samplingRate = value is JsonValue rate && rate.TryGetValue<double>(out var number) && number is >= 0 and <= 1 ? number : throw new JsonException();
                return;
            case "outcome":
                var outcomes = Texts(value);
                // wrangler has one word for everything it does not know.
                Add(trace => (trace.Failure?.Outcome ?? WorkerOutcome.Ok).ToWireName() is var name && (outcomes.Contains(name) || (outcomes.Contains("unknown") && name is not ("ok" or "canceled" or "exception" or "exceededCpu" or "exceededMemory"))));
                return;
            case "method":
                var methods = Texts(value);
                Add(trace => trace.Request is { } request && methods.Contains(request.Method));
                return;
            case "client_ip":
                var addresses = Texts(value);
                Add(trace => trace.Request?.ClientAddress?.ToString() is { } address && (addresses.Contains(address) || (addresses.Contains("self") && address == self)));
                return;
            case "header":
                var (name, part) = (Text((value as JsonObject)?["key"]), (value as JsonObject)?["query"] is { } query ? Text(query) : "");
                Add(trace => trace.Headers?.Get(name) is { } header && header.Contains(part, StringComparison.OrdinalIgnoreCase));
                return;
            case "query":
                var needle = Text(value);
                Add(trace => trace.Lines.Any(line => line.Text.Contains(needle, StringComparison.OrdinalIgnoreCase)) || trace.Failure?.Message.Contains(needle, StringComparison.OrdinalIgnoreCase) == true);
                return;
            case "scriptVersion":
                var version = Text(value);
                Add(trace => trace.Version == version);
                return;
            default:
                throw new PureEdgeException("filter_unknown", $"'{(key.Length > 32 ? key[..32] + "..." : key)}' is no filter; there are sampling_rate, outcome, method, client_ip, header, query and scriptVersion.");
        }
    }

    private void Add(Func<Trace, bool> filter)
    {
        _filters.Add(filter);
        _takesLines = false;
    }

    private static HashSet<string> Texts(JsonNode? node) => node is JsonArray { Count: <= MostValues } list ? list.Select(Text).ToHashSet(StringComparer.Ordinal) : throw new JsonException();

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length <= MostText ? text : throw new JsonException();
}
