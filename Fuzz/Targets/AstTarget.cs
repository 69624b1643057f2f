using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Mutation;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Programs that attack already (the scripts of Tests/Hostile), changed by their syntax trees and spliced into each other.</summary>
internal sealed class AstTarget : IFuzzTarget
{
    private static readonly Lazy<string[]> Seeds = new(static () =>
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Seeds"), "*.js", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(static file => !Path.GetFileName(file).Contains(".gen", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(file)) != "regexp").Select(File.ReadAllText).Where(static text => text.Length < 3_000),
    ]);

    public string Name => "ast";

    public string About => "the scripts of Tests/Hostile, mutated by their syntax trees and spliced";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 1, AllocationBytes = 16 << 20 };

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from seed in Gen.Elements(Seeds.Value)
        from other in Gen.Elements(Seeds.Value)
        from random in Gen.Choose(0, int.MaxValue - 1)
        from changes in Gen.Choose(1, 4)
        select FuzzProgram.Handler([Term.Any("try { (() => {\n$0\n})(); } catch (e) { failed(e); }", Term.Any(AstMutator.Mutate(seed, other, new Random(random), changes)))]);
}
