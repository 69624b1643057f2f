using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm;

/// <summary>A global.</summary>
/// <remarks>Used by one thread at a time, like all of its store.</remarks>
public sealed class WasmGlobal
{
    // Read and written by compiled code.
    internal long Low;
    internal long High;
    internal object? Reference;

    /// <summary>Makes a global.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="isMutable">Whether programs may write it.</param>
    /// <param name="value">Its first value.</param>
    /// <exception cref="ArgumentException">The value is of another type.</exception>
    public WasmGlobal(WasmType type, bool isMutable, WasmValue value)
    {
        Type = type;
        IsMutable = isMutable;
        Set(value);
    }

    /// <summary>Whatever the embedder wants to find again with this, such as the object that a script sees.</summary>
    public object? Companion { get; set; }

    /// <summary>Its type.</summary>
    public WasmType Type { get; }

    /// <summary>Whether programs may write it.</summary>
    public bool IsMutable { get; }

    /// <summary>Its value.</summary>
    /// <exception cref="ArgumentException">The value is of another type.</exception>
    /// <exception cref="InvalidOperationException">It may not be written.</exception>
    public WasmValue Value
    {
        get => new(Type, Low, High, Reference);
        set
        {
            if (!IsMutable)
            {
                throw new InvalidOperationException("The global may not be written.");
            }

            Set(value);
        }
    }

    private void Set(WasmValue value)
    {
        if (value.Type != Type)
        {
            throw new ArgumentException($"\"{value.Type.Text()}\": the global is {Type.Text()}.", nameof(value));
        }

        Low = value.Low;
        High = value.High;
        Reference = value.Reference;
    }
}
