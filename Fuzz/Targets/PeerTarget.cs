using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Programs.Peers;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>
/// Programs over interfaces of the web that Node.js has from the same standards. Each statement says what it gives, and Node.js must say the
/// same (<see cref="Oracles.PeerOracle"/>).
/// </summary>
internal sealed class PeerTarget : IFuzzTarget
{
    private const int MostStatements = 6;

    public string Name => "peer";

    public string About => "URLs, headers, encodings, base64, structured clones and streams, compared with Node.js";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 20 };

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var statement = Gen.Frequency((4, PeerTexts.Url), (2, PeerTexts.Query), (2, PeerTexts.Headers), (1, PeerTexts.Binary), (3, PeerTexts.Encoding), (4, PeerClones.Any), (4, PeerStreams.Any));
        return
            from count in Gen.Choose(1, MostStatements)
            from statements in statement.ArrayOf(count)
            select FuzzProgram.Handler([Term.Any(FuzzCase.AsNode), .. statements]);
    }
}
