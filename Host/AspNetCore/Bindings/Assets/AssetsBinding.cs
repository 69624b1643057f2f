using PureEdge.Engine.Bindings;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>The assets of a version in its <c>env</c>: <c>env.ASSETS.fetch()</c>.</summary>
internal sealed class AssetsBinding(StaticAssets assets) : IWorkerBinding
{
    private static readonly BindingClass Shape = new("Fetcher", BindingMethod.Fetch<AssetsBinding>(static self => self._assets));

    private readonly StaticAssets _assets = assets;

    /// <inheritdoc/>
    public BindingClass Class => Shape;
}
