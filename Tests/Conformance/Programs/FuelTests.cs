namespace PureEdge.Conformance.Tests.Programs;

/// <summary>What real programs cost: the same in every process, whatever ran before.</summary>
[Collection(ProgramsCollection.Name)]
public sealed class FuelTests(ProgramsFixture fixture)
{
    [SkippableFact]
    public async Task Requests_of_real_programs_cost_the_same_cold_and_warm_and_in_any_order()
    {
        fixture.RequireTools();

        // Also those that answer wrong.
        string[] names = [.. ProgramCatalog.Names];
        Dictionary<string, string> first = await CostsAsync(names);
        Dictionary<string, string> second = await CostsAsync([.. names.Reverse()]);
        Assert.True(first.Count > names.Length, "Nothing was measured.");
        Assert.Empty(first.Where(x => second[x.Key] != x.Value || x.Value.Split(' ').Distinct(StringComparer.Ordinal).Count() > 1).Select(x => $"{x.Key}: {x.Value} and {second[x.Key]}"));
    }

    /// <returns>By request, what it cost in a cold and in a warm process.</returns>
    private async Task<Dictionary<string, string>> CostsAsync(string[] names)
    {
        string[] files = [.. names.SelectMany(x => new[] { fixture.BundleOf(x), Path.Combine(ProgramCatalog.WorkersFolder, x + ".requests.json") })];
        string? output = await ToolProcess.RunAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [ProgramCatalog.Metadata("FuelProbe")!, "workers", .. files], fixture.Folder, TimeSpan.FromMinutes(5));
        return output!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Split('\t'))
            .GroupBy(x => x[0], x => x[2], StringComparer.Ordinal)
            .ToDictionary(x => x.Key, x => string.Join(' ', x), StringComparer.Ordinal);
    }
}
