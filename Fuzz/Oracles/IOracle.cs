using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>Judges one run of a case.</summary>
internal interface IOracle
{
    /// <summary>The promise, in a line.</summary>
    string Promise { get; }

    /// <summary>Whether it looks at the case only, and not at what a run of it did: then it says the same of every run.</summary>
    bool JudgesCase => false;

    /// <summary>What the run broke, or <see langword="null"/>.</summary>
    Breach? Judge(CaseRun run);
}
