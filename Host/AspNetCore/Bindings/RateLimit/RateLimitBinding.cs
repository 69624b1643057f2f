using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PureEdge.Engine;
using PureEdge.Engine.Bindings;

namespace PureEdge.AspNetCore.Bindings.RateLimit;

/// <summary>A rate limit in a worker's <c>env</c>: <c>await env.LIMIT.limit({ key })</c> gives <c>{ success }</c>.</summary>
internal sealed class RateLimitBinding(RateLimitCounters counters, string space, int limit, int period) : IWorkerBinding
{
    private static readonly BindingClass Shape = new("RateLimit", BindingMethod.Create<RateLimitBinding>("limit", 1, static (self, call) => ValueTask.FromResult(self.Count(call))));

    private const int MaxKey = 1024;

    /// <inheritdoc/>
    public BindingClass Class => Shape;

    private BindingValue Count(BindingCall call)
    {
        if (call[0]["key"] is not { Kind: BindingValueKind.Text, Text: { Length: <= MaxKey } key })
        {
            throw new HostErrorException(HostErrorKind.TypeError, $"limit() needs an object with a string 'key' of at most {MaxKey} characters.");
        }

        // Keys are other people's addresses; their hash is enough, and always as long.
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return BindingValue.Record([new("success", BindingValue.From(counters.TryCount(space, hash, limit, period)))]);
    }
}
