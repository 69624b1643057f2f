using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Mutation;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Fuzz.Targets;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>A case with the program it was made of, if it was made of one.</summary>
internal sealed record MadeCase(FuzzCase Case, FuzzProgram? Program, IFuzzTarget Target);

/// <summary>Makes case <c>i</c> of a seed: a new program of a target, or a change of one that is kept.</summary>
/// <remarks>Used by all jobs; what is kept changes between rounds only.</remarks>
internal sealed class CaseMaker
{
    // One case in so many is new although there are seeds to change.
    private const int MutatedOfFive = 2;
    private const int ChampionOneIn = 4;
    private const int Size = 30;

    private readonly IReadOnlyList<IFuzzTarget> _targets;
    private readonly Gen<FuzzProgram>[] _programs;
    private readonly KeptCases _kept;
    private readonly ulong _seed;

    public CaseMaker(IReadOnlyList<IFuzzTarget> targets, ApiSurface surface, KeptCases kept, ulong seed)
    {
        _targets = targets;
        _programs = [.. targets.Select(target => target.Programs(surface))];
        _kept = kept;
        _seed = seed;
    }

    public MadeCase Make(long index)
    {
        var at = (int)(index % _targets.Count);
        var target = _targets[at];
        var mixed = Mix(_seed, (ulong)index);
        var random = new Random((int)(mixed >> 33));
        if (_kept.Of(target.Name) is { Count: > 0 } seeds && random.Next(5) < MutatedOfFive)
        {
            var champions = _kept.ChampionsOf(target.Name);
            var text = champions.Count > 0 && random.Next(ChampionOneIn) == 0 ? champions[random.Next(champions.Count)] : seeds[random.Next(seeds.Count)];
            text = AstMutator.Mutate(text, seeds[random.Next(seeds.Count)], random, random.Next(1, 4));
            return new(new(target.Name, CaseForm.Handler, text, _seed, index), null, target);
        }

        var program = _programs[at].Sample(Size, new Rnd(mixed, (mixed * 2) + 1), 1)[0];
        return new(program.ToCase(target.Name, _seed, index), program, target);
    }

    // SplitMix64 (https://prng.di.unimi.it/splitmix64.c): neighbouring numbers give unrelated ones.
    private static ulong Mix(ulong seed, ulong index)
    {
        var z = seed + ((index + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
