using PureEdge.Wasm;

namespace PureEdge.Engine.Scripts;

/// <summary>A cache on a disk, for which nobody waits in a slot.</summary>
internal sealed class CacheOutsideSlots(IWasmCodeCache cache, ParseBudget budget) : IWasmCodeCache
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Find(string key) => budget.WaitOutside(() => cache.Find(key));

    /// <inheritdoc/>
    public void Keep(string key, ReadOnlyMemory<byte> code) => budget.WaitOutside(() =>
    {
        cache.Keep(key, code);
        return true;
    });
}
