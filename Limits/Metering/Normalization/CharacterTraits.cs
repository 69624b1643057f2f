namespace PureEdge.Metering.Normalization;

/// <summary>What normalisation may do with a character.</summary>
[Flags]
internal enum Changes : byte
{
    None = 0,

    /// <summary>It has a canonical decomposition.</summary>
    Decomposes = 1,

    /// <summary>It has a decomposition of some kind.</summary>
    DecomposesCompatibly = 2,

    /// <summary>It does not occur in Form C.</summary>
    NeverComposed = 4,

    /// <summary>It does not occur in Form KC.</summary>
    NeverComposedCompatibly = 8,

    /// <summary>A character before it may take it in.</summary>
    Joins = 16,
}

/// <summary>What normalisation knows of a character. All that have no part in it share one.</summary>
/// <param name="Changes">What may become of it.</param>
/// <param name="Rank">The rank of its canonical combining class: ordered as the classes are, zero for class zero.</param>
/// <param name="Canonical">The place of its canonical decomposition, all the way down, in the text of all decompositions.</param>
/// <param name="Compatible">The place of its compatibility decomposition.</param>
internal readonly record struct CharacterTraits(Changes Changes, byte Rank, Slice Canonical, Slice Compatible);

/// <summary>A part of the text of all decompositions, in characters.</summary>
internal readonly record struct Slice(ushort Start, byte Length);
