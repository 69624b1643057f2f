using PureEdge.AspNetCore.Admission;
using PureEdge.AspNetCore.Model;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>Refuses uploads that the tenant of the worker has no room for.</summary>
/// <remarks>Thread-safe: of one tenant, one upload at a time is between its look and its end.</remarks>
internal sealed class TenantRoom(TenantBook tenants, WorkerRegistry registry, StoredSizes sizes)
{
    /// <summary>Looks for room, and keeps it.</summary>
    /// <param name="worker">The worker's name.</param>
    /// <param name="isNew">Whether it is its first version.</param>
    /// <param name="next">The version, with its bundle's reference.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>To be disposed when the version is there, or is not; <see langword="null"/> for a worker that is nobody's.</returns>
    /// <exception cref="PureEdgeException"><c>tenant_limit</c>: there is none.</exception>
    public async Task<IDisposable?> TakeAsync(string worker, bool isNew, VersionRecord next, CancellationToken cancel)
    {
        if (tenants.Find(worker) is not { } tenant)
        {
            return null;
        }

        await tenant.Deploying.WaitAsync(cancel);
        try
        {
            string[] others = [.. registry.All.Where(other => other.Origin == WorkerRegistry.Stored && other.Name != worker && tenants.Find(other.Name) == tenant).Select(static other => other.Name)];
            var most = tenant.Options;
            if (isNew && others.Length >= most.MaxWorkers)
            {
                throw tenant.Full($"are {others.Length}, and '{worker}' would be one more; {most.MaxWorkers} are allowed", "max_workers");
            }

            var (before, after) = (await sizes.OfAsync(worker, cancel), await sizes.WithAsync(worker, next, cancel));
            var total = after;
            foreach (var other in others)
            {
                total += await sizes.OfAsync(other, cancel);
            }

            return total <= most.MaxStoredBytes || after <= before
                ? new Taken(tenant)
                : throw tenant.Full($"would take {total} bytes in the store, with all versions that are kept; {most.MaxStoredBytes} are allowed", "max_stored_bytes");
        }
        catch
        {
            tenant.Deploying.Release();
            throw;
        }
    }

    private sealed class Taken(Tenant tenant) : IDisposable
    {
        private Tenant? _tenant = tenant;

        public void Dispose() => Interlocked.Exchange(ref _tenant, null)?.Deploying.Release();
    }
}
