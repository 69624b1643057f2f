using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Well-typed calls of everything, whose results are arguments of further calls.</summary>
internal sealed class ApiTarget : IFuzzTarget
{
    public string Name => "api";

    public string About => "well-typed calls of everything a script can reach, chained";

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from count in Gen.Choose(1, 6)
        from calls in Calls.Any(surface).ArrayOf(count)
        select FuzzProgram.Handler(calls.Select(static (call, index) => FuzzProgram.Keep(index, call)));
}
