namespace PureEdge.Engine.Isolates.Fork;

/// <summary>
/// Makes the images of all versions, one at a time, and keeps their memory within bounds: the least recently used goes first. An image
/// goes with its worker.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="maxBytes">Bytes of all images together.</param>
/// <param name="time">The clock.</param>
internal sealed class ImageStore(long maxBytes, TimeProvider time)
{
    // One image may not take the place of all others.
    private const int LeastImages = 8;
    private const int MaxWaiting = 1_000;

    private readonly Lock _gate = new();
    private readonly List<WeakReference<VersionImage>> _kept = [];
    private Task _last = Task.CompletedTask;
    private int _waiting;

    /// <summary>The time stamp of this moment.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Bytes of the images that are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return Live().Sum(static version => version.Current?.Bytes ?? 0);
            }
        }
    }

    /// <summary>Makes an image when those that were asked for before are made.</summary>
    /// <returns>Ends when it is made or refused; at once when too many wait.</returns>
    public Task Make(VersionImage version)
    {
        lock (_gate)
        {
            return _waiting >= MaxWaiting || maxBytes == 0 ? Task.CompletedTask : _last = MakeAfterAsync(_last, version);
        }
    }

    /// <summary>Drops images that were not used since a time stamp.</summary>
    public void DropIdleSince(long timestamp)
    {
        lock (_gate)
        {
            foreach (var version in Live().Where(version => version.LastUsed < timestamp))
            {
                version.Drop();
            }
        }
    }

    private async Task MakeAfterAsync(Task before, VersionImage version)
    {
        Interlocked.Increment(ref _waiting);
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await version.MakeAsync(maxBytes / LeastImages).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        lock (_gate)
        {
            _kept.Add(new(version));
            Trim(version);
        }
    }

    private void Trim(VersionImage newest)
    {
        var live = Live();
        var bytes = live.Sum(static version => version.Current?.Bytes ?? 0);
        foreach (var version in live.OrderBy(static version => version.LastUsed))
        {
            if (bytes <= maxBytes)
            {
                break;
            }

            if (!ReferenceEquals(version, newest))
            {
                bytes -= version.Current?.Bytes ?? 0;
                version.Drop();
            }
        }
    }

    private List<VersionImage> Live()
    {
        var live = new List<VersionImage>(_kept.Count);
        _kept.RemoveAll(reference =>
        {
            if (!reference.TryGetTarget(out var version) || version.Current is null)
            {
                return true;
            }

            live.Add(version);
            return false;
        });
        return live;
    }
}
