namespace PureEdge.AspNetCore.Observability.Sources;

/// <summary>The member <c>mappings</c> of a source map: what was made where, line by line. Immutable.</summary>
/// <remarks>
/// It stays text; where every 4 KB of it stand is noted once, so that finding a place takes microseconds, and a hostile text takes no more memory than an honest one.
/// What is malformed ends it: nothing is known of places behind that.
/// </remarks>
internal sealed class Mappings
{
    private const int MarkEvery = 4 << 10;

    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<Cursor> _marks = [default];

    /// <summary>Reads a text through once.</summary>
    /// <param name="text">The text, in UTF-8.</param>
    public Mappings(ReadOnlyMemory<byte> text)
    {
        _text = text;
        var cursor = default(Cursor);
        while (cursor.Move(text.Span))
        {
            if (cursor.At - _marks[^1].At >= MarkEvery)
            {
                _marks.Add(cursor);
            }
        }
    }

    /// <summary>What it takes in memory beside the text, in bytes.</summary>
    public long MarkBytes => (long)_marks.Capacity * System.Runtime.CompilerServices.Unsafe.SizeOf<Cursor>();

    /// <summary>Where a place comes from.</summary>
    /// <param name="line">The line in the made file, from 0.</param>
    /// <param name="column">The column there, from 0.</param>
    /// <returns>The number of the source, line and column there, each from 0; or <see langword="null"/> when the text does not say.</returns>
    public (int Source, int Line, int Column)? Find(long line, long column)
    {
        var (low, high) = (0, _marks.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = _marks[middle].IsBehind(line, column) ? (low, middle) : (middle, high);
        }

        // The last one that is not behind the place is what it comes from, if it is of its line.
        var cursor = _marks[low];
        var best = cursor;
        while (cursor.Move(_text.Span) && !cursor.IsBehind(line, column))
        {
            best = cursor;
        }

        return best.Line == line ? best.Place : null;
    }

    /// <summary>Goes from one segment, or line, to the next.</summary>
    private struct Cursor
    {
        private const int MostDigits = 7;
        private const int ValuesWithName = 5;

        // Column in the made file; source, line and column there: each is told by its difference from the one before, and the first begins anew on each line.
        private long _column;
        private long _source;
        private long _sourceLine;
        private long _sourceColumn;
        private bool _hasPlace;

        /// <summary>Where it is in the text.</summary>
        public int At { get; private set; }

        /// <summary>The line in the made file, from 0.</summary>
        public long Line { get; private set; }

        /// <summary>Where the segment comes from. A number that no file has a place for is none.</summary>
        public readonly (int Source, int Line, int Column)? Place =>
            _hasPlace && IsNumber(_source) && IsNumber(_sourceLine) && IsNumber(_sourceColumn) ? ((int)_source, (int)_sourceLine, (int)_sourceColumn) : null;

        /// <summary>Whether it is behind a place in the made file.</summary>
        public readonly bool IsBehind(long line, long column) => Line > line || (Line == line && _column > column);

        /// <summary>Goes on.</summary>
        /// <returns><see langword="false"/> at the end, or where the text is malformed.</returns>
        public bool Move(ReadOnlySpan<byte> text)
        {
            while (At < text.Length && text[At] == ',')
            {
                At++;
            }

            if (At == text.Length)
            {
                return false;
            }

            if (text[At] == ';')
            {
                At++;
                Line++;
                (_column, _hasPlace) = (0, false);
                return true;
            }

            return TrySegment(text);
        }

        // No number of a file is that large; and one more is still an int.
        private static bool IsNumber(long value) => value is >= 0 and < int.MaxValue;

        private bool TrySegment(ReadOnlySpan<byte> text)
        {
            Span<long> changes = stackalloc long[ValuesWithName];
            changes.Clear();
            var count = 0;
            while (At < text.Length && text[At] is not ((byte)',' or (byte)';'))
            {
                if (count == ValuesWithName || !TryNumber(text, out changes[count]))
                {
                    return false;
                }

                count++;
            }

            _column += changes[0];
            _source += changes[1];
            _sourceLine += changes[2];
            _sourceColumn += changes[3];
            _hasPlace = count >= 4;
            return true;
        }

        // Base 64, five bits in each digit, the lowest first; the sign is the lowest of all.
        private bool TryNumber(ReadOnlySpan<byte> text, out long number)
        {
            var value = 0L;
            for (var digits = 0; At < text.Length && digits < MostDigits; digits++)
            {
                var digit = DigitOf(text[At++]);
                if (digit < 0)
                {
                    break;
                }

                value |= (long)(digit & 31) << (5 * digits);
                if ((digit & 32) == 0)
                {
                    number = (value & 1) == 0 ? value >> 1 : -(value >> 1);
                    return true;
                }
            }

            number = 0;
            return false;
        }

        private static int DigitOf(byte c) => c switch
        {
            >= (byte)'A' and <= (byte)'Z' => c - 'A',
            >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
            >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
            (byte)'+' => 62,
            (byte)'/' => 63,
            _ => -1,
        };
    }
}
