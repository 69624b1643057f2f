using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>
/// The indexes of the Encoding standard: code points by pointer, zero where there is none. Read from indexes.bin (made by
/// generate-indexes.mjs) the first time a legacy encoding is used; .NET's own code pages differ from the standard.
/// </summary>
/// <remarks>Immutable once loaded. https://encoding.spec.whatwg.org/#indexes</remarks>
internal static class EncodingIndex
{
    private static readonly Lazy<FrozenDictionary<string, int[]>> Indexes = new(Load);

    public static int[] Get(string name) => Indexes.Value[name];

    /// <summary>"index gb18030 ranges code point": zero when there is none.</summary>
    public static int Gb18030Range(int pointer)
    {
        if (pointer is (> 39419 and < 189000) or > 1237575)
        {
            return 0;
        }

        if (pointer == 7457)
        {
            return 0xE7C7;
        }

        var ranges = Get("gb18030-ranges");
        int low = 0, high = (ranges.Length / 2) - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = ranges[middle * 2] <= pointer ? (middle, high) : (low, middle - 1);
        }

        return ranges[(low * 2) + 1] + pointer - ranges[low * 2];
    }

    private static FrozenDictionary<string, int[]> Load()
    {
        using var resource = typeof(EncodingIndex).Assembly.GetManifestResourceStream("PureEdge.Engine.indexes.bin")!;
        using var inflated = new DeflateStream(resource, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        inflated.CopyTo(memory);
        var reader = new BinaryReader(new MemoryStream(memory.ToArray()));
        var indexes = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var name = Encoding.Latin1.GetString(reader.ReadBytes(reader.Read7BitEncodedInt()));
            var values = new int[reader.Read7BitEncodedInt()];
            var previous = 0;
            for (var i = 0; i < values.Length; i++)
            {
                var zigzag = reader.Read7BitEncodedInt();
                values[i] = previous += (zigzag & 1) == 0 ? zigzag / 2 : -(zigzag / 2) - 1;
            }

            indexes[name] = values;
        }

        return indexes.ToFrozenDictionary();
    }
}
