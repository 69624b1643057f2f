using System.Runtime.CompilerServices;
using Acornima.Ast;

namespace PureEdge.Limits;

/// <summary>
/// Where the fuel of a request goes: what a slice took is put down to the statement that runs at its end. A request of many slices, which
/// is any that a limit ends, is seen well that way, and one of less than a slice pays nothing. Memory is bounded: the statement seen least
/// makes room for a new one and leaves it its count (the space-saving algorithm of Metwally, Agrawal and El Abbadi), so that a
/// statement with more than a thirty-second of the fuel is never lost.
/// </summary>
internal sealed class FuelSamples
{
    private const int MostPlaces = 32;

    [InlineArray(MostPlaces)]
    private struct Places
    {
        private (Node? Statement, long Steps) _first;
    }

    private Places _places;
    private int _count;
    private long _all;

    /// <summary>Puts steps down to a statement.</summary>
    public void Add(Node statement, long steps)
    {
        _all += steps;
        var least = 0;
        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(_places[i].Statement, statement))
            {
                _places[i].Steps += steps;
                return;
            }

            if (_places[i].Steps < _places[least].Steps)
            {
                least = i;
            }
        }

        var at = _count < MostPlaces ? _count++ : least;
        _places[at] = (statement, _places[at].Steps + steps);
    }

    /// <summary>The statements that took most, with their shares of all fuel; the first took the most.</summary>
    public IReadOnlyList<HotStatement> Hottest()
    {
        ReadOnlySpan<(Node? Statement, long Steps)> places = _places;
        return [..
            from place in places[.._count].ToArray()
            orderby place.Steps descending
            select new HotStatement(place.Statement!.Location, Math.Min(1, place.Steps / (double)Math.Max(1, _all)))];
    }
}
