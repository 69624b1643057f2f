using PureEdge.Weaver;
using PureEdge.Weaver.Review;

namespace PureEdge.Limits.Tests.Weaver;

public sealed class WeavingTests : IDisposable
{
    private readonly WovenSample _sample = new();

    [Theory]
    [InlineData("'WeaverSample.Sample::Sum' has a loop that is not metered.")]
    [InlineData("2 methods may call each other without a look at the stack: ")]
    [InlineData("'WeaverSample.Sample::Bytes' makes an array of variable length that is not metered.")]
    [InlineData("'WeaverSample.Sample::Pad' calls 'System.String::PadLeft(System.Int32,System.Char)', which is worse and has no wrapper that fits.")]
    [InlineData("'WeaverSample.Sample::Swallow' has a catch block that does not decline after a kill.")]
    [InlineData("'WeaverSample.Sample::Swallow' has a catch block that does not charge for the unwinding.")]
    [InlineData("'Jint.Runtime.Interpreter.EvaluationContext::ChargeStatement' lets statements pass that no meter counts.")]
    [InlineData("'Jint.Engine::RunPerStatementChecks' lets statements pass that no meter counts.")]
    [InlineData("'Jint.Runtime.Interpreter.Names::OfASource' puts names of a source into a table of the process.")]
    [InlineData("The static constructor of 'WeaverSample.Sample' can be killed half-way.")]
    public void What_is_not_metered_fails_the_build_and_is_named(string problem)
    {
        using var original = WovenSample.Read(WovenSample.Original);
        Assert.Contains(Verifying.Problems(original, WovenSample.Review()), each => each.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_woven_passes()
    {
        using var woven = WovenSample.Read(_sample.Weave());
        Assert.Empty(Verifying.Problems(woven, WovenSample.Review()));
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes() =>
        Assert.Equal(File.ReadAllBytes(_sample.Weave()), File.ReadAllBytes(_sample.Weave()));

    [Fact]
    public void A_woven_assembly_has_a_name_of_its_own_and_no_signature()
    {
        var name = System.Reflection.AssemblyName.GetAssemblyName(_sample.Weave());
        Assert.Equal("PureEdge.WeaverSample", name.Name);
        Assert.Empty(name.GetPublicKeyToken()!);
    }

    [Fact]
    public void Woven_code_does_what_it_did()
    {
        var type = _sample.Load();
        Assert.Equal(4950, type.GetMethod("Sum")!.Invoke(null, [100]));
        Assert.Equal(1_000, type.GetMethod("Depth")!.Invoke(null, [1_000]));
        Assert.Equal("   x", type.GetMethod("Pad")!.Invoke(null, ["x", 4]));
        Assert.Equal(4950, type.GetProperty("Answer")!.GetValue(null));
        Assert.Equal(499_500, type.GetProperty("Started")!.GetValue(null));
        Assert.Equal("done", Swallow(type, () => { }));
        Assert.Equal("invalid", Swallow(type, () => throw new InvalidOperationException()));
        Assert.Equal("caught", Swallow(type, () => throw new NotSupportedException("x")));
    }

    [Fact]
    public void A_library_call_that_nobody_reviewed_is_named()
    {
        var review = new ReviewedCalls();
        review.Read("Sample.txt", ["# Of the sample.", "constant System.Object::.ctor()", "unreviewed System.Math::Abs(System.Int32)"]);
        Assert.Equal(
            ["The library call 'System.Math::Abs(System.Int32)' is not reviewed: give it a class and a reason.", "The library call 'System.Math::Sin(System.Double)' is not reviewed: give it a class and a reason."],
            review.Compare(["System.Math::Abs(System.Int32)", "System.Math::Sin(System.Double)", "System.Object::.ctor()"]));
    }

    [Theory]
    [InlineData("constant A::B()", "Sample.txt(1): no reason stands above 'A::B()'.")]
    [InlineData("cheap A::B()", "Sample.txt(1): 'cheap A::B()' is not 'class reference'.")]
    public void A_line_of_the_review_that_says_too_little_is_named(string line, string problem)
    {
        var review = new ReviewedCalls();
        review.Read("Sample.txt", [line]);
        Assert.Contains(problem, review.Compare(["A::B()"]));
    }

    [Fact]
    public void A_reviewed_call_that_is_used_no_more_is_named() =>
        Assert.Contains("The reviewed library call 'System.Math::Abs(System.Int32)' is used no more: remove it.", OfUnused());

    public void Dispose() => _sample.Dispose();

    private static IEnumerable<string> OfUnused()
    {
        var review = new ReviewedCalls();
        review.Read("Sample.txt", ["# A number.", "constant System.Math::Abs(System.Int32)"]);
        return review.Compare([]);
    }

    private static object? Swallow(Type type, Action action) => type.GetMethod("Swallow")!.Invoke(null, [action]);
}
