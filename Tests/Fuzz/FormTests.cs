using PureEdge.Engine;
using PureEdge.Fuzz.Campaigns;
using PureEdge.Fuzz.Oracles;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Programs.Forms;
using PureEdge.Fuzz.Running;
using PureEdge.Fuzz.Targets;

namespace PureEdge.Fuzz.Tests;

/// <summary>Generated programs do the same wherever they stand, and cost the same in an isolate that has run them.</summary>
public class FormTests(SurfaceFixture fixture) : IClassFixture<SurfaceFixture>
{
    private const int Cases = 25;

    private static readonly IFuzzTarget Target = TargetCatalog.Find("form")!;

    [Fact]
    public async Task Programs_do_the_same_in_every_shape_and_in_a_used_isolate()
    {
        var maker = new CaseMaker([Target], fixture.Surface, new KeptCases(), 20_261_127);
        using var arena = new Arena(Target.Limits);
        var (compared, said) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var what = maker.Make(i).Case;
            var runs = await arena.RunAsync(what, times: 2);
            if (!FormOracle.Applies(runs[0]))
            {
                continue;
            }

            compared++;
            said += runs[0].Output.Trim().Contains('\n', StringComparison.Ordinal) ? 1 : 0;
            Assert.Equal(2, runs.Count);
            Assert.Same(runs[0].Isolates.Single(), runs[1].Isolates.Single());
            Fails(FormOracle.JudgeAgain(runs[0], runs[1]), what);
            foreach (var shape in CaseShape.Others)
            {
                Fails(FormOracle.Judge(runs[0], await arena.RunAsync(what with { Shape = shape })), what);
            }
        }

        Assert.True(compared > Cases / 2, $"{compared}");
        Assert.True(said > compared / 2, $"{said} of {compared}");
    }

    [Fact]
    public void Every_shape_is_another_source()
    {
        var what = new FuzzCase("form", CaseForm.Handler, $"{FuzzCase.AnyForm}\nfunction f0() {{}}\nconst f1 = 1;\n{CaseShape.Then}\nline(f1);");
        var sources = Enum.GetValues<Shape>().Select(shape => what with { Shape = shape }).Select(static each => each.WorkerSource + each.Part).ToArray();
        Assert.Equal(sources.Length, sources.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("export { f0, f1 };", (what with { Shape = Shape.TwoModules }).Part!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_keeps_something_is_found()
    {
        using var judge = new Judge(readsClock: false);
        var (_, breach) = await judge.RunAsync(new("form", CaseForm.Handler, $"{FuzzCase.AnyForm}\nline(show(globalThis.kept = (globalThis.kept ?? 0) + 1));"), Target.Limits, repeats: false);
        Assert.Equal(("form", "used isolate: output"), (breach?.Kind, breach?.Signature));
    }

    [Fact]
    public async Task A_program_that_depends_on_where_it_stands_is_found()
    {
        using var judge = new Judge(readsClock: false);
        var (run, breach) = await judge.RunAsync(new("form", CaseForm.Handler, $"{FuzzCase.AnyForm}\nline(show(typeof request));"), Target.Limits, repeats: false);
        Assert.Equal(WorkerOutcome.Ok, run.Outcome);
        Assert.Equal(("form", "Function: output"), (breach?.Kind, breach?.Signature));
    }

    private static void Fails(Breach? breach, FuzzCase what) => Assert.True(breach is null, $"{breach?.Signature}\n{breach?.Detail}\n{what.ToFile()}");
}
