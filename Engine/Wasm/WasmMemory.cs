using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm;

/// <summary>A memory: bytes that grow by pages of 64 KB.</summary>
/// <remarks>Used by one thread at a time, like all of its store.</remarks>
public sealed class WasmMemory
{
    private const int MostPages = 32_767;

    // Read by compiled code, which takes it again after whatever may have replaced it.
    internal byte[] Bytes = [];

    private WasmMemory(WasmStore store, Limits limits)
    {
        Store = store;
        Limits = limits;
    }

    /// <summary>Called after the memory has grown, with the bytes that it no longer uses (by no pages: the same as before).</summary>
    public Action<byte[]>? Replaced { get; set; }

    /// <summary>Whatever the embedder wants to find again with this, such as the object that a script sees.</summary>
    public object? Companion { get; set; }

    /// <summary>The store that it belongs to.</summary>
    public WasmStore Store { get; }

    /// <summary>Pages of 64 KB.</summary>
    public int Pages => Bytes.Length / WasmLimits.PageBytes;

    /// <summary>Pages that it may grow to, as its type says.</summary>
    public uint? MaximumPages => Limits.Maximum;

    /// <summary>The bytes themselves, no copy; others when it grows (<see cref="Replaced"/>).</summary>
    public byte[] Buffer => Bytes;

    internal Limits Limits { get; private set; }

    /// <summary>Makes a memory.</summary>
    /// <param name="store">What it belongs to.</param>
    /// <param name="minimum">Pages of 64 KB that it has.</param>
    /// <param name="maximum">Pages that it may grow to; as many as the store allows when not given.</param>
    /// <exception cref="WasmLinkException">The store may not hold so much.</exception>
    public static WasmMemory Create(WasmStore store, uint minimum, uint? maximum = null) =>
        Create(store, new Limits(minimum, maximum));

    /// <summary>Grows it.</summary>
    /// <returns>Pages that it had; -1 when it may not grow so far, and then it is unchanged.</returns>
    public int Grow(uint pages)
    {
        var had = Pages;
        var wanted = had + (long)pages;
        if (wanted > Math.Min(Limits.Maximum ?? MostPages, MostPages))
        {
            return -1;
        }

        if (!Store.TryReserveMemory(this, wanted * WasmLimits.PageBytes))
        {
            return -1;
        }

        var old = Bytes;
        if (pages == 0)
        {
            Replaced?.Invoke(old);
            return had;
        }

        byte[] grown;
        try
        {
            grown = new byte[wanted * WasmLimits.PageBytes];
        }
        catch (OutOfMemoryException)
        {
            Store.TakeBackMemory();
            return -1;
        }

        old.CopyTo(grown, 0);
        Bytes = grown;
        Limits = Limits with { Minimum = (uint)wanted };
        Replaced?.Invoke(old);
        return had;
    }

    internal static WasmMemory Create(WasmStore store, Limits limits)
    {
        var memory = new WasmMemory(store, limits with { Minimum = 0 });
        store.Add(memory);
        return memory.Grow(limits.Minimum) == 0
            ? memory
            : throw new WasmLinkException($"A memory of {limits.Minimum} pages: the store may hold {store.Limits.MaxMemoryBytes / WasmLimits.PageBytes} in all its memories.");
    }
}
