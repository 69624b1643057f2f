using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Admission;

/// <summary>What the workers of a tenant do together.</summary>
/// <remarks>Thread-safe: its account is under a lock. It is kept when the settings are read again.</remarks>
internal sealed class Tenant(string name, TimeProvider time, TenantOptions options) : IDisposable
{
    private const string Settings = "the server's settings";

    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private TenantOptions _options = options;
    private double _left = options.CpuMillisecondsPerMinute;
    private long _counted = time.GetTimestamp();
    private int _open;

    public string Name { get; } = name;

    /// <summary>Its bounds.</summary>
    public TenantOptions Options
    {
        get => Volatile.Read(ref _options);
        set => Volatile.Write(ref _options, value);
    }

    /// <summary>Whose turn it is to add to what its workers take in the store: what there is room for must hold until it is there.</summary>
    public SemaphoreSlim Deploying { get; } = new(1, 1);

    /// <summary>Counts a request or a scheduled event in.</summary>
    /// <returns><see langword="null"/>, and then <see cref="Leave"/> must be called; or why it is refused.</returns>
    public WorkerFailure? Enter()
    {
        lock (_gate)
        {
            var most = Options;
            Refill(most);
            if (_left <= 0)
            {
                var wait = TimeSpan.FromMinutes(-_left / most.CpuMillisecondsPerMinute);
                return Refused(
                    $"The workers of the tenant '{Name}' have used {most.CpuMillisecondsPerMinute - _left:0} ms of CPU time lately, {most.CpuMillisecondsPerMinute} ms a minute are allowed", "cpu_milliseconds_per_minute")
                    with { RetryAfter = wait > LeastWait ? wait : LeastWait };
            }

            if (_open >= most.MaxConcurrentRequests)
            {
                return Refused($"The workers of the tenant '{Name}' have {_open} requests open, {most.MaxConcurrentRequests} are allowed", "max_concurrent_requests");
            }

            _open++;
            return null;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _open--;
        }
    }

    /// <summary>One of its workers has used CPU time.</summary>
    public void Charge(double milliseconds)
    {
        lock (_gate)
        {
            Refill(Options);
            _left -= milliseconds;
        }
    }

    /// <summary>Says that an upload is more than there is room for.</summary>
    /// <param name="what">What there would be, and what is allowed.</param>
    /// <param name="key">The setting.</param>
    public PureEdgeException Full(string what, string key) => new("tenant_limit", $"The workers of the tenant '{Name}' {what} ('tenants.{Name}.{key}' of {Settings}).");

    /// <inheritdoc/>
    public void Dispose() => Deploying.Dispose();

    private WorkerFailure Refused(string what, string key) => new(WorkerOutcome.Overloaded, $"{what} ('tenants.{Name}.{key}' of {Settings}).");

    private void Refill(TenantOptions most)
    {
        var now = time.GetTimestamp();
        _left = Math.Min(most.CpuMillisecondsPerMinute, _left + (time.GetElapsedTime(_counted, now).TotalMinutes * most.CpuMillisecondsPerMinute));
        _counted = now;
    }
}
