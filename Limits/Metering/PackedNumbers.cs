using System.IO.Compression;
using System.Reflection;

namespace PureEdge.Metering;

/// <summary>Reads a resource of numbers in LEB128, compressed with raw deflate: Unicode data. The script beside each says which numbers.</summary>
/// <remarks>The data is ours, so nothing of it is checked.</remarks>
internal sealed class PackedNumbers
{
    private readonly byte[] _data;
    private int _position;

    /// <summary>Reads the whole resource.</summary>
    public PackedNumbers(Assembly assembly, string resource)
    {
        using var packed = assembly.GetManifestResourceStream(resource)!;
        using var inflated = new DeflateStream(packed, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        inflated.CopyTo(memory);
        _data = memory.ToArray();
    }

    /// <summary>The next number.</summary>
    public int Next()
    {
        int value = 0, shift = 0;
        byte next;
        do
        {
            next = _data[_position++];
            value |= (next & 127) << shift;
            shift += 7;
        }
        while (next > 127);
        return value;
    }

    /// <summary>A count, and that many numbers.</summary>
    public int[] NextList()
    {
        var numbers = new int[Next()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Next();
        }

        return numbers;
    }
}
