using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace PureEdge.AspNetCore.Api;

/// <summary>
/// Bounds the memory that uploads take: each may hold three times what a bundle may have, so few go on at once, some wait, and the others are told to come
/// again, which wrangler does.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class UploadGate(TimeProvider time) : IDisposable
{
    /// <summary>Uploads at once.</summary>
    public const int Most = 2;

    /// <summary>Uploads that wait.</summary>
    public const int MostWaiting = 64;

    private static readonly MinDataRate LeastRate = new(bytesPerSecond: 16 << 10, gracePeriod: TimeSpan.FromSeconds(10));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _free = new(Most, Most);
    private int _waiting;

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    /// <exception cref="ApiException">429: there are too many.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancel)
    {
        if (_free.Wait(0, CancellationToken.None))
        {
            return new Turn(_free);
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
            {
                throw Busy();
            }

            using var late = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
            await _free.WaitAsync(either.Token);
            return new Turn(_free);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Busy();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Waits for the turn of a request, whose body must then come quickly: who sends drop by drop would keep the others out.</summary>
    /// <exception cref="ApiException">429: there are too many.</exception>
    public async Task<IDisposable> EnterAsync(HttpContext context)
    {
        var turn = await EnterAsync(context.RequestAborted);
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = LeastRate;
        }

        return turn;
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private static ApiException Busy() => new(StatusCodes.Status429TooManyRequests, 10429, $"{Most} uploads are being received, as many as may be at once, and others wait; try again.");

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _free = free;

        public void Dispose() => Interlocked.Exchange(ref _free, null)?.Release();
    }
}
