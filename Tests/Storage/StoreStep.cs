using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Storage.Tests;

/// <summary>One thing to do with a store and with its model.</summary>
public abstract record StoreStep
{
    /// <summary>Puts or deletes a key of a commit.</summary>
    public sealed record Change(string Key, bool IsDelete, int Value, int? ExpiresIn, int? DueIn, int? Blob);

    /// <summary>Commits. Each expectation says whether it is to be the right version; the owner is nobody (0), the latest (1) or one before (2).</summary>
    public sealed record Commit(string Partition, (string Key, bool IsRight)[] Expected, Change[] Changes, int Owner) : StoreStep
    {
        public override string ToString() => $"Commit {Partition} expects {string.Join(' ', Expected)} owner {Owner}: {string.Join(' ', (object[])Changes)}";
    }

    public sealed record List(string Partition, string Prefix, string After, int Limit) : StoreStep;

    public sealed record Acquire(string Partition) : StoreStep;

    public sealed record Due(int Seconds, int Limit) : StoreStep;

    public sealed record Advance(int Seconds) : StoreStep;

    public sealed record SweepExpired(int Limit) : StoreStep;

    public sealed record SweepBlobs(int GraceSeconds) : StoreStep;

    public sealed record Reopen : StoreStep;

    /// <summary>Many steps on few keys, so that they meet; shrinks by leaving steps out.</summary>
    public static Arbitrary<StoreStep[]> Sequences { get; } = Arb.From(
        from count in Gen.Choose(1, 40) from steps in Gen.ArrayOf(Any, count) select steps,
        steps => Enumerable.Range(0, steps.Length).Select(left => steps.Where((_, index) => index != left).ToArray()));

    private static Gen<string> AnyPartition => Gen.Elements("p", "p\0");

    private static Gen<string> Key => Gen.Elements("a", "a\0", "ab", "b", "\u00ff", "c");

    private static Gen<string> Start => Gen.Elements("", "", "a", "a\0", "ab", "b", "z");

    private static Gen<Change> AnyChange =>
        from key in Key
        from isDelete in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from value in Gen.Choose(0, 300)
        from expires in Maybe(Gen.Choose(-5, 30))
        from due in Maybe(Gen.Choose(-5, 30))
        from blob in Maybe(Gen.Choose(0, 3))
        select new Change(key, isDelete, value, expires, due, blob);

    private static Gen<StoreStep> Any => Gen.Frequency(
        (12, from partition in AnyPartition
             from expectations in Gen.Choose(0, 2)
             from expected in Gen.ArrayOf(Expectation, expectations)
             from count in Gen.Choose(0, 4)
             from changes in Gen.ArrayOf(AnyChange, count)
             from owner in Gen.Frequency((4, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
             select (StoreStep)new Commit(partition, expected, [.. changes.DistinctBy(change => change.Key)], owner)),
        (4, from partition in AnyPartition from prefix in Start from after in Start from limit in Gen.Choose(1, 7)
            select (StoreStep)new List(partition, prefix, after, limit)),
        (1, from partition in AnyPartition select (StoreStep)new Acquire(partition)),
        (2, from seconds in Gen.Choose(-10, 40) from limit in Gen.Choose(1, 5) select (StoreStep)new Due(seconds, limit)),
        (2, from seconds in Gen.Choose(1, 15) select (StoreStep)new Advance(seconds)),
        (1, from limit in Gen.Choose(1, 4) select (StoreStep)new SweepExpired(limit)),
        (1, from seconds in Gen.Choose(0, 20) select (StoreStep)new SweepBlobs(seconds)),
        (1, Gen.Constant((StoreStep)new Reopen())));

    private static Gen<(string Key, bool IsRight)> Expectation =>
        from key in Key from isRight in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false))) select (key, isRight);

    private static Gen<int?> Maybe(Gen<int> some) => Gen.Frequency((2, Gen.Constant((int?)null)), (1, some.Select(value => (int?)value)));
}
