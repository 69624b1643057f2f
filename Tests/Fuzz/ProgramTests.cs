using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Fuzz.Mutation;
using PureEdge.Fuzz.Programs;

namespace PureEdge.Fuzz.Tests;

/// <summary>The intermediate form, what shrinks it, and what changes programs.</summary>
public class ProgramTests
{
    private static readonly Gen<Term> Terms = Gen.Sized(static size => Make(Math.Min(size, 5)));

    private static Arbitrary<Term> Arbitrary { get; } = Terms.ToArbitrary();

    [Fact]
    public void Shrinking_a_term_comes_to_an_end() => Check(static term =>
    {
        for (var steps = 0; term.Shrink().FirstOrDefault() is { } smaller; term = smaller)
        {
            if (steps++ > 200)
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void A_smaller_term_is_of_the_same_kind_or_stands_where_any_may() =>
        Check(static term => term.Shrink().All(smaller => smaller.Kind == term.Kind || term.Kind == Kind.Any));

    [Fact]
    public void A_case_that_is_written_is_read_again() => Check(static term =>
    {
        var what = FuzzProgram.Handler([FuzzProgram.Keep(0, term)]).ToCase("api", 7, 11);
        return FuzzCase.Parse(what.ToFile()) == what;
    });

    [Fact]
    public void A_file_without_a_heading_is_a_whole_worker() =>
        Assert.Equal(CaseForm.Worker, FuzzCase.Parse("export default { fetch() {} }").Form);

    [Fact]
    public void A_changed_program_is_another_and_a_program_still()
    {
        const string Body = "try { k[0] = note([1, 2, 3].map((x) => x + 1)); } catch (e) { failed(e); }\nfor (const x of k) { line(\"a\" + x); }";
        var changed = Enumerable.Range(0, 200).Select(static i => AstMutator.Mutate(Body, "k[1] = new Map([[1, \"b\"]]);", new Random(i))).ToArray();
        Assert.True(changed.Distinct(StringComparer.Ordinal).Count() > 100);
        Assert.All(changed, static body => Assert.True(Parsers.ParserComparison.Acornima(new FuzzCase("api", CaseForm.Handler, body).WorkerSource, isModule: true).Accepts, body));
    }

    [Fact]
    public void Smaller_programs_leave_something_out() =>
        Assert.Contains("line(0);", AstMutator.Smaller("k[0] = 1;\nline(0);").Select(static body => body.Trim()), StringComparer.Ordinal);

    [Theory]
    [InlineData("a\"b\\c\n\u2028\ud800")]
    [InlineData("")]
    public void A_quoted_text_is_that_text(string text) => Assert.Equal(text, new JintEngine().Evaluate(FuzzCase.Quote(text)).ToString());

    private static void Check(Func<Term, bool> law) => Prop.ForAll(Arbitrary, law).QuickCheckThrowOnFailure();

    private static Gen<Term> Make(int depth) => depth == 0
        ? Gen.Elements(Values.Kinds).SelectMany(Values.Of)
        : Gen.OneOf(
            Make(0),
            from kind in Gen.Elements(Values.Kinds) from inner in Make(depth - 1) select Term.Of(kind, "[$0]", inner),
            from a in Make(depth - 1) from b in Make(0) select Term.Any("f($0, $1)", a, b));
}
