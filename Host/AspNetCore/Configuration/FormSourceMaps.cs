using PureEdge.Engine;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>The source maps of a form, in memory. Immutable.</summary>
/// <param name="maps">The maps; that of <c>NAME</c> is called <c>NAME.map</c>.</param>
internal sealed class FormSourceMaps(IReadOnlyList<FormPart> maps) : ISourceMaps
{
    /// <summary>What the name of a module's map ends with.</summary>
    public const string Ending = ".map";

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(string module, int mostBytes, CancellationToken cancel = default) =>
        new(maps.FirstOrDefault(map => map.Name == module + Ending) is { } map && map.Content.Length <= mostBytes ? map.Content : ReadOnlyMemory<byte>.Empty);
}
