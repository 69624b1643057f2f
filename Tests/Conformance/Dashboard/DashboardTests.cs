using System.Text.Json;

namespace PureEdge.Conformance.Tests.Dashboard;

/// <summary>The dashboard in a real browser: what flows.mjs does there, one test for each flow. Screenshots are in artifacts/dashboard.</summary>
public sealed class DashboardTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    public static TheoryData<string> Flows => [.. DashboardFixture.Names];

    [SkippableTheory]
    [MemberData(nameof(Flows))]
    public void The_flow_works_without_an_error_in_the_console(string flow)
    {
        fixture.RequireTools();
        Assert.True(fixture.Results.TryGetValue(flow, out JsonElement result), $"flows.mjs says nothing of '{flow}'.");
        Assert.True(result.GetProperty("error").ValueKind == JsonValueKind.Null, result.GetProperty("error").ToString());
    }

    [SkippableFact]
    public void Every_flow_of_the_script_is_a_test()
    {
        fixture.RequireTools();
        Assert.Equal(string.Join('\n', DashboardFixture.Names), string.Join('\n', fixture.Results.Keys));
    }
}
