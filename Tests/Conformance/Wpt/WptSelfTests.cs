namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>The runner and its shim on files whose outcomes are known.</summary>
public sealed class WptSelfTests
{
    private static readonly string Folder = Path.Combine(WptCatalog.Folder, "SelfTests");

    [SkippableFact]
    public async Task Subtests_of_every_kind_are_reported_with_their_names_and_outcomes()
    {
        IReadOnlyList<WptTest> tests = Tests("outcomes");
        Assert.Equal(["?one", "?two"], tests.Select(x => x.Variant), StringComparer.Ordinal);

        WptResult one = await RunAsync(tests[0]);
        Assert.Equal(
            [
                ("a script before the test is there", true), ("a test that fails", false), ("passes in one variant only", true), ("a strict test is strict", true),
                ("GLOBAL knows where it is", true), ("an optional feature", false), ("known outcomes", true), ("files beside it can be fetched", true),
                ("a promise that rejects", false), ("a promise that waits", true), ("a test that is done later", true),
                ("a name with U+d800, a \\u000a and a \\u0000", true),
            ],
            one.Subtests.Select(x => (x.Name, x.Passed)));
        WptResult two = await RunAsync(tests[1]);
        Assert.Contains("passes in one variant only", two.Failures.Select(x => x.Name), StringComparer.Ordinal);
    }

    [SkippableFact]
    public async Task A_name_that_is_used_twice_is_told_apart_and_is_an_error_of_the_harness() =>
        Assert.Equal([("twice", true), ("twice (2)", false), (WptResult.Harness, false)], (await RunAsync(Tests("twice").Single())).Subtests.Select(x => (x.Name, x.Passed)));

    [SkippableFact]
    public async Task A_test_that_is_never_done_times_out_and_keeps_what_passed_before() =>
        Assert.Equal(
            [("before it", true), ("never done", false), (WptResult.Harness, false)],
            (await RunAsync(Tests("timeout").Single(), TimeSpan.FromMilliseconds(50))).Subtests.Select(x => (x.Name, x.Passed)));

    [SkippableFact]
    public async Task An_exception_outside_of_every_subtest_is_an_error_of_the_harness()
    {
        WptSubtest harness = (await RunAsync(Tests("error").Single())).Subtests[^1];
        Assert.Equal(WptResult.Harness, harness.Name);
        Assert.Contains("outside of every test", harness.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_exception_at_the_top_level_is_an_error_of_the_harness() =>
        Assert.Equal([(WptResult.Harness, false, "ERROR: Error: at the top level")], (await RunAsync(Tests("throws").Single())).Subtests.Select(x => (x.Name, x.Passed, x.Message)));

    [SkippableFact]
    public async Task A_test_may_ask_for_exceptions_and_for_its_own_end() =>
        Assert.Equal([("the exception came", true)], (await RunAsync(Tests("setup").Single())).Subtests.Select(x => (x.Name, x.Passed)));

    [SkippableFact]
    public async Task A_test_that_meets_a_limit_is_an_error_of_the_harness()
    {
        WptSubtest only = Assert.Single((await RunAsync(Tests("endless").Single())).Subtests);
        Assert.Equal((WptResult.Harness, false), (only.Name, only.Passed));
        Assert.StartsWith("Exceeded", only.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_for_other_global_scopes_only_is_no_test_of_ours() => Assert.Empty(Tests("window"));

    [Fact]
    public void Meta_lines_are_read_up_to_the_first_line_that_is_no_comment()
    {
        const string Text = "// META: timeout=long\r\n//META: script = /common/a.js\n// a comment\n// META: script=../b.js\n// META: global=window,worker\n\n// META: variant=?late\n";
        WptTest test = Assert.Single(WptTest.Read("dom/abort/x.any.js", Text));
        Assert.True(test.IsLong);
        Assert.Equal(["common/a.js", "dom/b.js"], test.Scripts);
        Assert.Equal("http://web-platform.test:8000/dom/abort/x.any.worker.html", test.Url);
    }

    private static IReadOnlyList<WptTest> Tests(string name) => [.. WptTest.Read(name + ".any.js", File.ReadAllText(Path.Combine(Folder, name + ".any.js")))];

    private static async Task<WptResult> RunAsync(WptTest test, TimeSpan? timeout = null)
    {
        WptSet.Node.Require();
        using WptRunner runner = new(WptSet.Node.Harness, Folder);
        return await runner.RunAsync(test, timeout);
    }
}
