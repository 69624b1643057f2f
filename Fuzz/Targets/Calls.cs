using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Calls of what a script can reach, with arguments that mostly have the types that are asked for.</summary>
internal static class Calls
{
    private const int MostKept = 8;

    private static readonly Gen<Term> Kept = Gen.Choose(0, MostKept - 1).Select(static i => Term.Any($"k[{i}]"));

    private static readonly Gen<Term> AnyArgument = Gen.Frequency((6, Values.Of(Kind.Any)), (1, Kept));

    /// <summary>A call of any function.</summary>
    public static Gen<Term> Any(ApiSurface surface) => Any(surface, AnyArgument);

    /// <summary>A call of any function, in which some arguments come from <paramref name="special"/>.</summary>
    public static Gen<Term> Any(ApiSurface surface, Gen<Term> special) =>
        from function in surface.AnyFunction
        from call in Of(function, Receiver(function), special)
        select call;

    /// <summary>A call of a function.</summary>
    public static Gen<Term> Of(ApiFunction function, Gen<Term> receiver, Gen<Term> special) =>
        from count in Gen.Frequency((6, Gen.Constant(function.Length)), (2, Gen.Constant(function.Length + 1)), (1, Gen.Choose(0, 3)))
        from constructs in function.Constructs ? Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false))) : Gen.Constant(false)
        from self in receiver
        from first in Gen.Frequency((5, Typed(function)), (2, special), (1, AnyArgument))
        from others in Gen.Frequency((3, AnyArgument), (2, special)).ArrayOf(Math.Max(0, count - 1))
        select Term.Any(function.Call(count, constructs), [self, first, .. others]);

    /// <summary>Mostly the receiver that a function works on.</summary>
    public static Gen<Term> Receiver(ApiFunction function) =>
        Gen.Frequency((12, Gen.Constant(Term.Any(function.Receiver))), (1, Kept), (1, Values.Of(Kind.Any)));

    private static Gen<Term> Typed(ApiFunction function) =>
        function.Accepts.Length == 0 ? AnyArgument : Gen.Elements(function.Accepts).SelectMany(Values.Of);
}
