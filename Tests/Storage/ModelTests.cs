using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace PureEdge.Storage.Tests;

/// <summary>Any sequence of steps leaves a store as it leaves the model, whatever the provider.</summary>
public sealed class ModelTests
{
    [Property(MaxTest = 300)]
    public Property A_store_in_memory_does_what_the_model_does() => Holds<MemoryProvider>();

    [Property(MaxTest = 40)]
    public Property A_store_on_disk_does_what_the_model_does() => Holds<TreeProvider>();

    private static Property Holds<TProvider>()
        where TProvider : StoreProvider, new() =>
        Prop.ForAll(StoreStep.Sequences, steps => Task.Run(async () =>
        {
            await using var provider = new TProvider();
            await StoreModel.CheckAsync(provider, steps);
        }).GetAwaiter().GetResult());
}
