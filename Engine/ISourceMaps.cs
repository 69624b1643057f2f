namespace PureEdge.Engine;

/// <summary>The source maps (https://tc39.es/ecma426/) of the modules of a worker, for whoever tells people of its errors. The engine itself asks for none.</summary>
/// <remarks>Thread-safe. Two that are equal have the same maps, so that what was read of one need not be read again.</remarks>
public interface ISourceMaps
{
    /// <summary>Reads the map of a module.</summary>
    /// <param name="module">The module's name.</param>
    /// <param name="mostBytes">How large it may be, in bytes.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The map as it was uploaded, in JSON; empty when there is none, or a larger one.</returns>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(string module, int mostBytes, CancellationToken cancel = default);
}
