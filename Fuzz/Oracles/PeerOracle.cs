using PureEdge.Engine;
using PureEdge.Fuzz.Peers;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>What a program says of interfaces of the web is what it says in Node.js, when that is on the machine.</summary>
internal sealed class PeerOracle : IOracle
{
    public string Promise => "interfaces of the web give what they give in Node.js";

    public Breach? Judge(CaseRun run) =>
        run.Case.IsForPeer && run.Outcome == WorkerOutcome.Ok && NodePeer.Shared is { } peer ? ProgramComparison.Compare(run.Case.Text, run.Output, peer) : null;
}
