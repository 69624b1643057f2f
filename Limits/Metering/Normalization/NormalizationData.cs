using System.Runtime.InteropServices;

namespace PureEdge.Metering.Normalization;

/// <summary>
/// The Unicode data behind normalisation, about 200 KB, from normalization.bin, which generate-normalization.mjs makes. It is read the first time that a text needs it. The cost of that is nobody's: no
/// probe is passed on the way, so no kill can break it.
/// </summary>
/// <remarks>Immutable once loaded.</remarks>
internal sealed class NormalizationData
{
    /// <summary>No rank of a combining class is as large.</summary>
    public const int Ranks = 64;

    private const int CodePoints = 0x110000, BlockBits = 6, BlockSize = 1 << BlockBits;

    private static readonly Lazy<NormalizationData> LazyInstance = new(static () => new NormalizationData(new PackedNumbers(typeof(NormalizationData).Assembly, "PureEdge.Metering.normalization.bin")));

    private readonly ushort[] _blocks;
    private readonly ushort[] _indexes;
    private readonly CharacterTraits[] _traits;
    private readonly char[] _decompositions;
    private readonly Dictionary<long, int> _compositions = [];

    private NormalizationData(PackedNumbers reader)
    {
        Version = new Version(reader.Next(), reader.Next());
        var traits = new Dictionary<int, CharacterTraits>();
        for (var start = 0; start < CodePoints;)
        {
            var end = start + reader.Next();
            var rank = reader.Next();
            for (; rank != 0 && start < end; start++)
            {
                traits[start] = new CharacterTraits(Changes.None, checked((byte)rank), default, default);
            }

            start = end;
        }

        var text = new List<char>();
        var seconds = Enumerable.Range(0x1100, 0x100).Where(Hangul.Joins).ToList();
        var codePoint = 0;
        for (var left = reader.Next(); left > 0; left--)
        {
            codePoint += reader.Next();
            var parts = reader.NextList();
            var first = parts.Length > 0 ? reader.Next() : 0;
            var others = reader.NextList();
            var canonical = Add(text, parts);
            var changes = Changes.DecomposesCompatibly
                | (parts.Length > 0 ? Changes.Decomposes : Changes.None)
                | (parts.Length > 0 && first == 0 ? Changes.NeverComposed : Changes.None)
                | (others.Length > 0 || first == 0 ? Changes.NeverComposedCompatibly : Changes.None);
            traits[codePoint] = traits.GetValueOrDefault(codePoint) with { Changes = changes, Canonical = canonical, Compatible = others.Length > 0 ? Add(text, others) : canonical };
            if (first != 0)
            {
                _compositions[Pair(first, parts[^1])] = codePoint;
                seconds.Add(parts[^1]);
            }
        }

        foreach (var second in seconds)
        {
            ref var joining = ref CollectionsMarshal.GetValueRefOrAddDefault(traits, second, out _);
            joining = joining with { Changes = joining.Changes | Changes.Joins };
        }

        _decompositions = [.. text];
        (_blocks, _indexes, _traits) = Pack(traits);
    }

    public static NormalizationData Instance => LazyInstance.Value;

    /// <summary>The version of Unicode that the data has.</summary>
    public Version Version { get; }

    /// <summary>What is known of a code point.</summary>
    public ref readonly CharacterTraits this[int codePoint] =>
        ref _traits[_indexes[_blocks[codePoint >> BlockBits] + (codePoint & (BlockSize - 1))]];

    /// <summary>A decomposition; empty where there is none.</summary>
    public ReadOnlySpan<char> Decomposition(Slice slice) => _decompositions.AsSpan(slice.Start, slice.Length);

    /// <summary>The primary composite of a pair, or zero.</summary>
    public int Composition(int first, int second) =>
        Hangul.Compose(first, second) is > 0 and var syllable ? syllable : _compositions.GetValueOrDefault(Pair(first, second));

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static Slice Add(List<char> text, int[] codePoints)
    {
        var start = text.Count;
        foreach (var codePoint in codePoints)
        {
            text.AddRange(char.ConvertFromUtf32(codePoint));
        }

        return new Slice(checked((ushort)start), checked((byte)(text.Count - start)));
    }

    /// <summary>Two levels: blocks of 64 code points, of which the many without traits are one.</summary>
    private static (ushort[] Blocks, ushort[] Indexes, CharacterTraits[] Traits) Pack(Dictionary<int, CharacterTraits> traits)
    {
        var blocks = new ushort[CodePoints >> BlockBits];
        var indexes = new List<ushort>(new ushort[BlockSize]);
        var distinct = new List<CharacterTraits> { default };
        var known = new Dictionary<CharacterTraits, ushort>();
        foreach (var (codePoint, value) in traits)
        {
            ref var block = ref blocks[codePoint >> BlockBits];
            if (block == 0)
            {
                block = checked((ushort)indexes.Count);
                indexes.AddRange(new ushort[BlockSize]);
            }

            if (!known.TryGetValue(value, out var index))
            {
                known[value] = index = checked((ushort)distinct.Count);
                distinct.Add(value);
            }

            indexes[block + (codePoint & (BlockSize - 1))] = index;
        }

        return (blocks, [.. indexes], [.. distinct]);
    }
}
