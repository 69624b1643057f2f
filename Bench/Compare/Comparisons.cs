using PureEdge.Bench.Scenarios;

namespace PureEdge.Bench.Compare;

/// <summary>The scenarios of <c>compare</c>: PureEdge beside workerd, in one run on one machine.</summary>
internal static class Comparisons
{
    /// <summary>All of them: first one for each file of Compare/Workers.</summary>
    public static IReadOnlyList<IScenario> All { get; } =
    [
        .. Toolbox.WorkerNames.Select(name => new Throughput(name)),
        new WebSocketEcho(),
        new ColdStart("hello", most: 1 / 25.0, mostUnseen: 1),
        new ColdStart("hono-app", most: 1 / 12.0, mostUnseen: 1),
        new ColdStart("graphql", most: 1 / 8.0, mostUnseen: 1),
        new ColdStart("zod", most: 1 / 8.0, mostUnseen: 1),
        new ColdStart("marked", most: 1 / 8.0, mostUnseen: 1),
        new ColdStart("react", most: 1 / 8.0, mostUnseen: 1),
        new IdleMemory("hello", most: 1 / 50.0),
        new IdleMemory("hono-app", most: 1 / 10.0),
        new IdleMemory("graphql", most: 1 / 3.0),
        new NoisyNeighbour(),
        new ProcessStart(),
    ];
}
