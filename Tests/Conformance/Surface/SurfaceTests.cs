using PureEdge.Conformance.Tests.Programs;

namespace PureEdge.Conformance.Tests.Surface;

/// <summary>Every global and every prototype, beside workerd's.</summary>
[Collection(ProgramsCollection.Name)]
public sealed class SurfaceTests(ProgramsFixture fixture)
{
    private static string Table => Path.Combine(SurfaceProbe.Folder, "differences.txt");

    private static string Reasons => Path.Combine(SurfaceProbe.Folder, "reasons.json");

    [SkippableFact]
    public async Task What_scripts_can_reach_differs_from_workerd_just_as_the_table_says()
    {
        fixture.RequireTools();
        IReadOnlyList<string> differences = SurfaceDifferences.Of(
            await SurfaceProbe.InWorkerdAsync(fixture.Workerd, fixture.Folder), await SurfaceProbe.InPureEdgeAsync());
        if (Environment.GetEnvironmentVariable("PUREEDGE_SURFACE_WRITE") == "1")
        {
            await File.WriteAllLinesAsync(Table, differences);
        }

        string[] table = await File.ReadAllLinesAsync(Table);
        string[] faults = [.. differences.Except(table, StringComparer.Ordinal).Select(x => "is new: " + x), .. table.Except(differences, StringComparer.Ordinal).Select(x => "is gone: " + x)];
        Assert.True(faults.Length == 0, $"differences.txt is wrong (PUREEDGE_SURFACE_WRITE=1 writes it):\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void Every_difference_has_a_reason_and_every_reason_a_difference()
    {
        IReadOnlyList<string> faults = SurfaceReasons.Faults(SurfaceReasons.Load(Reasons), File.ReadAllLines(Table));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void A_difference_is_one_line_and_what_is_missing_is_named_once() =>
        Assert.Equal(
            ["A.x: w-c function | wec function", "A.x.length: nothing | --c number 0", "B: nothing | wec function", "C.prototype.m: wec function | nothing", "D: w-c object D | w-c undefined undefined"],
            SurfaceDifferences.Of(
                Description(("A.x", "w-c function"), ("A.y", "same"), ("C.prototype.m", "wec function"), ("C.prototype.m of another", "returns"), ("D", "w-c object D"), ("D.d", "w-c function")),
                Description(("A.x", "wec function"), ("A.x.length", "--c number 0"), ("A.y", "same"), ("B", "wec function"), ("B.name", "--c string B"), ("B extends", "Object"), ("D", "w-c undefined undefined"))));

    [Fact]
    public void A_difference_without_a_reason_with_two_and_a_reason_without_a_difference_are_faults() =>
        Assert.Equal(
            ["explains nothing: d: .*", "has more than one reason: b: 1 | 2", "has no reason: c: 1 | 2"],
            SurfaceReasons.Faults([new("one", ["a: .*", "b: .*"]), new("other", ["b: 1 \\| 2", "d: .*"])], ["a: 1 | 2", "b: 1 | 2", "c: 1 | 2"]));

    private static Dictionary<string, string> Description(params (string Path, string Value)[] lines) => lines.ToDictionary(x => x.Path, x => x.Value, StringComparer.Ordinal);
}
