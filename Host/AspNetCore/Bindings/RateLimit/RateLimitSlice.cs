using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings.RateLimit;

/// <summary><c>ratelimits</c> (https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/).</summary>
internal sealed class RateLimitSlice(RateLimitCounters counters) : IBindingSlice
{
    private const int MaxNamespace = 64;
    private const int MaxLimit = 1_000_000_000;

    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["ratelimit"];

    /// <inheritdoc/>
    public JsonObject Accept(string worker, BindingConfig binding)
    {
        var (space, limit, period) = Read(binding);
        return new()
        {
            ["type"] = binding.Type,
            ["name"] = binding.Name,
            ["namespace_id"] = space,
            ["simple"] = new JsonObject { ["limit"] = limit, ["period"] = period },
        };
    }

    /// <inheritdoc/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment)
    {
        var (space, limit, period) = Read(kept);
        environment.Bindings[kept.Name] = new RateLimitBinding(counters, space, limit, period);
    }

    private static (string Space, int Limit, int Period) Read(BindingConfig binding)
    {
        var space = binding.Require("namespace_id");
        var simple = binding.Properties["simple"] as JsonObject;
        var (limit, period) = (Number(simple, "limit"), Number(simple, "period"));
        return space.Length is > 0 and <= MaxNamespace && limit is >= 1 and <= MaxLimit && (period is 10 or 60)
            ? (space, limit, period)
            : throw BindingConfig.Invalid($"The rate limit '{binding.Name}' must have a 'namespace_id' of 1 to {MaxNamespace} characters, 'simple.limit' from 1 to {MaxLimit}, and 'simple.period' 10 or 60 seconds.");
    }

    // wrangler sends numbers; what is none is 0, which is not allowed.
    private static int Number(JsonObject? owner, string key) => owner?[key] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
}
