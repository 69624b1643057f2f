using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm;

/// <summary>A table of references.</summary>
/// <remarks>Used by one thread at a time, like all of its store.</remarks>
public sealed class WasmTable
{
    // Read by compiled code. A table of functions has nothing but WasmFunction and null in it.
    internal object?[] Elements = [];

    private WasmTable(WasmStore store, WasmType elementType, Limits limits)
    {
        Store = store;
        ElementType = elementType;
        Limits = limits;
    }

    /// <summary>Whatever the embedder wants to find again with this, such as the object that a script sees.</summary>
    public object? Companion { get; set; }

    /// <summary>The store that it belongs to.</summary>
    public WasmStore Store { get; }

    /// <summary>The type of its elements.</summary>
    public WasmType ElementType { get; }

    /// <summary>How many elements it has.</summary>
    public int Count => Elements.Length;

    /// <summary>How many it may have, as its type says.</summary>
    public uint? Maximum => Limits.Maximum;

    internal Limits Limits { get; private set; }

    /// <summary>An element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ArgumentException">The value is of another type than the elements.</exception>
    public WasmValue this[int index]
    {
        get => (uint)index < (uint)Elements.Length
            ? new WasmValue(ElementType, 0, 0, Elements[index])
            : throw new ArgumentOutOfRangeException(nameof(index), $"\"{index}\": the table has {Elements.Length} elements.");
        set
        {
            if ((uint)index >= (uint)Elements.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(index), $"\"{index}\": the table has {Elements.Length} elements.");
            }

            Elements[index] = Checked(value);
        }
    }

    /// <summary>Makes a table.</summary>
    /// <param name="store">What it belongs to.</param>
    /// <param name="elementType">A type of references.</param>
    /// <param name="minimum">How many elements it has.</param>
    /// <param name="maximum">How many it may have; as many as the store allows when not given.</param>
    /// <exception cref="WasmLinkException">The store may not hold so many.</exception>
    public static WasmTable Create(WasmStore store, WasmType elementType, uint minimum, uint? maximum = null) =>
        elementType.IsReference()
            ? Create(store, elementType, new Limits(minimum, maximum))
            : throw new ArgumentException($"\"{elementType.Text()}\": a table has references.", nameof(elementType));

    /// <summary>Adds elements.</summary>
    /// <returns>How many there were; -1 when it may not grow so far, and then it is unchanged.</returns>
    /// <exception cref="ArgumentException">The value is of another type than the elements.</exception>
    public int Grow(uint count, WasmValue value) => Grow(count, Checked(value));

    internal static WasmTable Create(WasmStore store, WasmType elementType, Limits limits)
    {
        var table = new WasmTable(store, elementType, limits with { Minimum = 0 });
        store.Add(table);
        return table.Grow(limits.Minimum, (object?)null) == 0
            ? table
            : throw new WasmLinkException($"A table of {limits.Minimum} elements: the store may hold {store.Limits.MaxTableElements} in all its tables.");
    }

    internal int Grow(uint count, object? value)
    {
        var had = Elements.Length;
        var wanted = had + (long)count;
        if (wanted > (Limits.Maximum ?? uint.MaxValue) || !Store.TryReserveElements(this, wanted))
        {
            return -1;
        }

        if (count > 0)
        {
            Array.Resize(ref Elements, (int)wanted);
            Array.Fill(Elements, value, had, (int)count);
        }

        Limits = Limits with { Minimum = (uint)wanted };
        return had;
    }

    private object? Checked(WasmValue value)
    {
        if (value.Type != ElementType)
        {
            throw new ArgumentException($"\"{value.Type.Text()}\": the elements are {ElementType.Text()}.", nameof(value));
        }

        return value.Reference;
    }
}
