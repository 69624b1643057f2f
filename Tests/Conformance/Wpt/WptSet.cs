namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>A copy of the web-platform-tests on this machine, as <c>fetch-wpt</c> makes it.</summary>
/// <param name="Name">Its name: <c>node</c> or <c>complete</c>; also the name of its folder of expectations.</param>
internal sealed record WptSet(string Name)
{
    public static WptSet Node { get; } = new("node");

    public static WptSet Complete { get; } = new("complete");

    /// <summary>The sets that this run tests: the complete one when <c>PUREEDGE_WPT=complete</c> asks for it.</summary>
    public static IEnumerable<WptSet> Asked => Environment.GetEnvironmentVariable("PUREEDGE_WPT") == "complete" ? [Node, Complete] : [Node];

    public string Folder => Path.Combine(Programs.ProgramCatalog.Metadata("Artifacts")!, "wpt", Name);

    public string ExpectationsFolder => Path.Combine(WptCatalog.Folder, "expectations", Name);

    public string Harness => Path.Combine(Folder, "resources", "testharness.js");

    /// <summary>Skips the test when the set was not fetched; on a build server, which fetches it, fails it.</summary>
    public void Require()
    {
        if (File.Exists(Harness))
        {
            return;
        }

        string sentence = $"The web-platform-tests are missing: run Tests/Conformance/Wpt/fetch-wpt{(this == Complete ? " --complete" : "")}.";
        if (Programs.ProgramsFixture.IsBuildServer(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Fail(sentence);
        }

        Skip.If(true, sentence);
    }

    public override string ToString() => Name;
}
