using FsCheck;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Programs.Forms;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>
/// Programs that mean the same wherever they stand: in functions, classes and modules, in a fresh isolate and in one that has run them already
/// (<see cref="Oracles.FormOracle"/>).
/// </summary>
internal sealed class FormTarget : IFuzzTarget
{
    public string Name => "form";

    public string About => "programs in functions, classes, generators and modules, and in a used isolate, which must do the same";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 8 };

    public Gen<FuzzProgram> Programs(ApiSurface surface) => FormPrograms.All;
}
