namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>How a subtest ended.</summary>
/// <param name="Name">Its name, unique in its file.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record WptSubtest(string Name, bool Passed, string? Message);

/// <summary>How a test file ended.</summary>
/// <param name="Test">The file.</param>
/// <param name="Subtests">Its subtests; where the harness did not end well, with one more of the name <see cref="Harness"/>.</param>
internal sealed record WptResult(WptTest Test, IReadOnlyList<WptSubtest> Subtests)
{
    /// <summary>Stands for the harness itself: an error outside of every subtest, a timeout, the end of the isolate.</summary>
    public const string Harness = "(harness)";

    public IEnumerable<WptSubtest> Failures => Subtests.Where(x => !x.Passed);
}
