namespace PureEdge.Fuzz.Targets;

/// <summary>All targets.</summary>
internal static class TargetCatalog
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new ApiTarget(), new ReentryTarget(), new BulkTarget(), new DepthTarget(), new SurviveTarget(), new AuthorityTarget(), new TenantsTarget(),
        new GrammarTarget(), new BytesTarget(), new NamesTarget(), new AstTarget(), new HtmlTarget(), new SocketsTarget(), new HostTarget(),
        new WasmTarget(), new OutsideTarget(), new BinaryTarget(), new NodeTarget(), new WorkTarget(), new WideTarget(), new PriceTarget(),
        new PeerTarget(), new FormTarget(),
    ];

    public static IFuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
