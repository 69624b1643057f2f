namespace PureEdge.Metering.Normalization;

/// <summary>
/// Looks at the meter while a long text is gone through, so that a turn ends, or gives way to others, where it should. The bill has
/// what the whole of it costs already.
/// </summary>
internal struct Pace
{
    private const int CharactersPerLook = 1_024;

    // A pass over a text takes about 3 nanoseconds for each character.
    private const int StepsPerLook = CharactersPerLook / 4;

    private int _characters;

    /// <summary>One character more.</summary>
    public void Step()
    {
        if (++_characters == CharactersPerLook)
        {
            _characters = 0;
            Meter.Work<Unbilled>(StepsPerLook);
        }
    }
}
