using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>Judges one run of a case.</summary>
internal interface IOracle
{
    /// <summary>The promise, in a line.</summary>
    string Promise { get; }

    /// <summary>What the run broke, or <see langword="null"/>.</summary>
    Breach? Judge(CaseRun run);
}
