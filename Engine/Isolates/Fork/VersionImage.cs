namespace PureEdge.Engine.Isolates.Fork;

/// <summary>The image of one worker version: asked for when the version needs a further isolate, made in the background, dropped when it is idle.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="store">Keeps the images of all versions within bounds.</param>
/// <param name="make">Makes the image, of at most so many bytes, or says why there is none. Never fails.</param>
internal sealed class VersionImage(ImageStore store, Func<long, Task<(IsolateImage? Image, string Reason)>> make)
{
    private readonly Lock _gate = new();
    private IsolateImage? _image;
    private string? _refusal;
    private Task? _making;
    private bool _isFirstPast;

    /// <summary>The image, while there is one.</summary>
    public IsolateImage? Current => Volatile.Read(ref _image);

    /// <summary>Why there will be none, or <see langword="null"/>.</summary>
    public string? Refusal => Volatile.Read(ref _refusal);

    /// <summary>When it was last used, as a time stamp of the store's clock.</summary>
    public long LastUsed { get; private set; }

    /// <summary>The image for a further isolate. Without one it is asked for, but not before the version's first isolate is past.</summary>
    public IsolateImage? Take()
    {
        if (Current is { } image)
        {
            LastUsed = store.Now;
            return image;
        }

        if (_isFirstPast && Refusal is null)
        {
            _ = Ask();
        }

        _isFirstPast = true;
        return null;
    }

    /// <summary>Asks for the image.</summary>
    /// <returns>Ends when it is there or refused, or when there are too many to make.</returns>
    public Task Ask()
    {
        lock (_gate)
        {
            return Current is not null || Refusal is not null ? Task.CompletedTask
                : _making is { IsCompleted: false } making ? making
                : _making = store.Make(this);
        }
    }

    /// <summary>Makes it; called by the store.</summary>
    public async Task MakeAsync(long mostBytes)
    {
        var (image, reason) = await make(mostBytes).ConfigureAwait(false);
        lock (_gate)
        {
            LastUsed = store.Now;
            Volatile.Write(ref _refusal, image is null ? reason : null);
            Volatile.Write(ref _image, image);
        }
    }

    /// <summary>Forgets the image; the next isolate asks again.</summary>
    public void Drop() => Volatile.Write(ref _image, null);

    /// <summary>Forgets the image and never makes one again.</summary>
    public void Refuse(string reason)
    {
        lock (_gate)
        {
            Volatile.Write(ref _refusal, reason);
            Volatile.Write(ref _image, null);
        }
    }
}
