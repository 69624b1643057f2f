using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>A queue with sizes (https://streams.spec.whatwg.org/#queue-with-sizes).</summary>
internal sealed class SizedQueue
{
    private readonly Queue<(JsValue Value, double Size)> _items = new();

    public int Count => _items.Count;

    public double TotalSize { get; private set; }

    /// <summary>https://streams.spec.whatwg.org/#enqueue-value-with-size</summary>
    public void Enqueue(WorkerRealm realm, JsValue value, double size)
    {
        if (!(size >= 0) || double.IsPositiveInfinity(size))
        {
            throw realm.RangeError("The size of a chunk must be a finite number that is not negative.");
        }

        _items.Enqueue((value, size));
        TotalSize += size;
    }

    /// <summary>https://streams.spec.whatwg.org/#dequeue-value</summary>
    public JsValue Dequeue()
    {
        var (value, size) = _items.Dequeue();
        // Sums of doubles leave a rest below zero now and then.
        TotalSize = Math.Max(0, TotalSize - size);
        return value;
    }

    /// <summary>https://streams.spec.whatwg.org/#peek-queue-value</summary>
    public JsValue Peek() => _items.Peek().Value;

    public void Reset()
    {
        _items.Clear();
        TotalSize = 0;
    }
}
