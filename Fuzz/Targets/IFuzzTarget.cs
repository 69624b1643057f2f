using FsCheck;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Running;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Something to attack. A new one is a file here and a line in <see cref="TargetCatalog"/>.</summary>
internal interface IFuzzTarget
{
    /// <summary>Its name, as <c>--target</c> takes it and as its folder in Corpus has it.</summary>
    string Name { get; }

    /// <summary>What it tries, in a line.</summary>
    string About { get; }

    /// <summary>What each of its cases may use.</summary>
    ExecutionLimits Limits => Arena.Tight;

    /// <summary>Its programs, over everything that a script can call.</summary>
    Gen<FuzzProgram> Programs(ApiSurface surface);
}
