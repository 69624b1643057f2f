using PureEdge.Fuzz.Peers;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>A module does the same compiled, interpreted and, when Node.js is on the machine, in V8.</summary>
internal sealed class WasmOracle : IOracle
{
    private const int MostBytes = 1 << 16;

    public string Promise => "modules do the same compiled, interpreted and in V8";

    public bool JudgesCase => true;

    public Breach? Judge(CaseRun run) =>
        run.Case is { Form: CaseForm.Handler, Target: "wasm", Wasm: { Length: <= MostBytes } bytes }
            ? WasmComparison.Compare(bytes, !run.Case.IsBroken, NodePeer.Shared)
            : null;
}
