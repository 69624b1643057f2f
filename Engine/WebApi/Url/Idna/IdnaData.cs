using PureEdge.Metering;

namespace PureEdge.Engine.WebApi.Url.Idna;

/// <summary>What UTS #46 does with a code point.</summary>
internal enum IdnaStatus : byte
{
    Valid,
    Ignored,
    Mapped,
    Disallowed,
}

/// <summary>The classes of characters that the Bidi rule of RFC 5893 tells apart.</summary>
internal enum BidiClass
{
    Other,
    LeftToRight,
    RightToLeft,
    EuropeanNumber,
    ArabicNumber,
    NonspacingMark,
    Neutral,
}

/// <summary>
/// The Unicode data behind domains: UTS #46 mapping, Bidi and joining classes. Read from idna.bin (made by generate-data.mjs) the
/// first time a domain is not ASCII.
/// </summary>
/// <remarks>Immutable once loaded.</remarks>
internal sealed class IdnaData
{
    private const int CodePoints = 0x110000;

    private static readonly Lazy<IdnaData> LazyInstance = new(static () => new IdnaData());

    private readonly Runs _status;
    private readonly Runs _properties;
    private readonly Dictionary<int, int[]> _mappings = [];

    private IdnaData()
    {
        var reader = new PackedNumbers(typeof(IdnaData).Assembly, "PureEdge.Engine.idna.bin");
        _status = Runs.Read(reader, (start, kind) =>
        {
            if (kind == (int)IdnaStatus.Mapped)
            {
                _mappings[start] = reader.NextList();
            }
        });
        _properties = Runs.Read(reader, null);
    }

    public static IdnaData Instance => LazyInstance.Value;

    /// <summary>The status of a code point, and what it maps to if it is mapped.</summary>
    public IdnaStatus Status(int codePoint, out int[] mapping)
    {
        var status = (IdnaStatus)_status.Find(codePoint, out var start);
        mapping = status == IdnaStatus.Mapped ? _mappings[start] : [];
        return status;
    }

    public BidiClass Bidi(int codePoint) => (BidiClass)(Properties(codePoint) & 7);

    /// <summary>Joining type L or D.</summary>
    public bool JoinsNext(int codePoint) => (Properties(codePoint) & 8) != 0;

    /// <summary>Joining type R or D.</summary>
    public bool JoinsPrevious(int codePoint) => (Properties(codePoint) & 16) != 0;

    /// <summary>Joining type T.</summary>
    public bool IsTransparent(int codePoint) => (Properties(codePoint) & 32) != 0;

    /// <summary>General category M.</summary>
    public bool IsMark(int codePoint) => (Properties(codePoint) & 64) != 0;

    public bool IsVirama(int codePoint) => (Properties(codePoint) & 128) != 0;

    private int Properties(int codePoint) => _properties.Find(codePoint, out _);

    /// <summary>A value for each code point, as runs of equal ones.</summary>
    private sealed class Runs
    {
        private readonly List<int> _starts = [];
        private readonly List<byte> _values = [];

        public static Runs Read(PackedNumbers reader, Action<int, int>? onRun)
        {
            var runs = new Runs();
            for (var start = 0; start < CodePoints;)
            {
                var length = reader.Next();
                var value = reader.Next();
                runs._starts.Add(start);
                runs._values.Add((byte)value);
                onRun?.Invoke(start, value);
                start += length;
            }

            return runs;
        }

        public int Find(int codePoint, out int start)
        {
            var index = _starts.BinarySearch(codePoint);
            index = index < 0 ? ~index - 1 : index;
            start = _starts[index];
            return _values[index];
        }
    }
}
