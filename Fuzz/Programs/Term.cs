using System.Collections.Immutable;
using System.Text;

namespace PureEdge.Fuzz.Programs;

/// <summary>
/// The intermediate form that all generators share: an expression or statement of JavaScript with holes (<c>$0</c>, <c>$1</c>, ...) for
/// further terms, and the kind of its value. So a shrinker can put any hole, or the simplest value of the kind, in a term's place.
/// </summary>
/// <param name="Kind">What it gives.</param>
/// <param name="Template">Its text; a hole is <c>$</c> and a digit.</param>
/// <param name="Holes">What stands in the holes.</param>
internal sealed record Term(Kind Kind, string Template, ImmutableArray<Term> Holes)
{
    public static Term Of(Kind kind, string template, params Term[] holes) => new(kind, template, [.. holes]);

    public static Term Any(string template, params Term[] holes) => Of(Kind.Any, template, holes);

    /// <summary>How many terms it is made of.</summary>
    public int Size => 1 + Holes.Sum(static hole => hole.Size);

    public override string ToString()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    public bool Equals(Term? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>Smaller terms of the same kind, the smallest first.</summary>
    public IEnumerable<Term> Shrink()
    {
        var simplest = Values.Simplest(Kind);
        if (Size > 1 && simplest.Template != Template)
        {
            yield return simplest;
        }

        foreach (var hole in Holes)
        {
            if (hole.Kind == Kind || Kind == Kind.Any)
            {
                yield return hole;
            }
        }

        for (var i = 0; i < Holes.Length; i++)
        {
            foreach (var smaller in Holes[i].Shrink())
            {
                yield return this with { Holes = Holes.SetItem(i, smaller) };
            }
        }
    }

    private void Print(StringBuilder text)
    {
        if (Holes.IsEmpty)
        {
            text.Append(Template);
            return;
        }

        for (var i = 0; i < Template.Length; i++)
        {
            if (Template[i] == '$' && i + 1 < Template.Length && char.IsAsciiDigit(Template[i + 1]) && Template[i + 1] - '0' < Holes.Length)
            {
                Holes[Template[++i] - '0'].Print(text);
            }
            else
            {
                text.Append(Template[i]);
            }
        }
    }
}
