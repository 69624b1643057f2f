namespace PureEdge.Wasm;

/// <summary>Keeps what modules are compiled to for other processes, which load it faster than they would compile it.</summary>
/// <remarks>Called by any thread, by several at once. What cannot be kept or found is compiled; neither method throws for that.</remarks>
public interface IWasmCodeCache
{
    /// <summary>
    /// What was kept under a key, unaltered, or <see langword="null"/>. It is loaded as code of .NET, which may do whatever the process may: who can write where it
    /// is kept must not be able to change it.
    /// </summary>
    /// <param name="key">Says the module, its limits, and what compiled it for what.</param>
    ReadOnlyMemory<byte>? Find(string key);

    /// <summary>Keeps something under a key, for as long as there is room.</summary>
    /// <param name="key">As it will be asked for.</param>
    /// <param name="code">Not changed by anybody.</param>
    void Keep(string key, ReadOnlyMemory<byte> code);
}
