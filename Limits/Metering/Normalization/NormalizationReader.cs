using System.IO.Compression;

namespace PureEdge.Metering.Normalization;

/// <summary>Reads normalization.bin: numbers in LEB128, compressed. generate-normalization.mjs says which.</summary>
internal sealed class NormalizationReader
{
    private readonly byte[] _data;
    private int _position;

    public NormalizationReader()
    {
        using var resource = typeof(NormalizationReader).Assembly.GetManifestResourceStream("PureEdge.Metering.normalization.bin")!;
        using var inflated = new DeflateStream(resource, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        inflated.CopyTo(memory);
        _data = memory.ToArray();
    }

    public int Number()
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
    public int[] Numbers()
    {
        var numbers = new int[Number()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number();
        }

        return numbers;
    }
}
