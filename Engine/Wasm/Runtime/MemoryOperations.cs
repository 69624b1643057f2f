namespace PureEdge.Wasm.Runtime;

/// <summary>Instructions on memory that work on many bytes. Called by compiled code.</summary>
internal static class MemoryOperations
{
    // Bytes that one unit of fuel moves.
    private const int BytesPerUnit = 16;

    public static int Grow(int pages, InstanceState instance) => instance.Memory.Grow((uint)pages);

    public static void Fill(int at, int value, int count, InstanceState instance)
    {
        var target = Range(instance.Memory.Bytes, at, count);
        instance.Store.Charge((uint)count / BytesPerUnit);
        target.Fill((byte)value);
    }

    public static void Copy(int to, int from, int count, InstanceState instance)
    {
        var bytes = instance.Memory.Bytes;
        var source = Range(bytes, from, count);
        var target = Range(bytes, to, count);
        instance.Store.Charge((uint)count / BytesPerUnit);
        source.CopyTo(target);
    }

    public static void Init(int to, int from, int count, InstanceState instance, int segment)
    {
        var data = instance.Data(segment);
        var target = Range(instance.Memory.Bytes, to, count);
        if ((uint)from + (ulong)(uint)count > (ulong)data.Length)
        {
            Traps.Throw(WasmTrap.MemoryOutOfBounds);
        }

        instance.Store.Charge((uint)count / BytesPerUnit);
        data.Slice(from, count).CopyTo(target);
    }

    public static void DropData(InstanceState instance, int segment) => instance.DropData(segment);

    private static Span<byte> Range(byte[] bytes, int at, int count)
    {
        if ((uint)at + (ulong)(uint)count > (ulong)bytes.Length)
        {
            Traps.Throw(WasmTrap.MemoryOutOfBounds);
        }

        return bytes.AsSpan(at, count);
    }
}
