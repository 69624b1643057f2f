namespace PureEdge.Conformance.Tests.Programs;

/// <summary>What real programs cost: the same in every process, whatever ran before. Each request finds a fresh isolate.</summary>
[Collection(ProgramsCollection.Name)]
public sealed class FuelTests(ProgramsFixture fixture)
{
    [SkippableFact]
    public Task Requests_of_real_programs_cost_the_same_cold_and_warm_and_in_any_order() => CompareAsync(ProgramCatalog.Names);

    [SkippableFact]
    public Task Requests_of_programs_in_WebAssembly_do_too() => CompareAsync(ProgramCatalog.WasmNames);

    [SkippableFact]
    public async Task Programs_in_WebAssembly_answer_for_the_same_fuel_where_no_code_may_be_made_at_run_time()
    {
        fixture.RequireTools();

        // The others take minutes when they are interpreted.
        string[] programs = ["blake3", "oniguruma", "yoga"];
        Dictionary<string, string[]> compiled = await CostsAsync(programs, withAnswers: true);
        Dictionary<string, string[]> interpreted = await CostsAsync(programs, "interpreted", withAnswers: true);
        Assert.Equal(Lines(compiled), Lines(interpreted));

        static string Lines(Dictionary<string, string[]> costs) => string.Join('\n', costs.Select(x => $"{x.Key}: {x.Value[0]}, {x.Value[1]}"));
    }

    private async Task CompareAsync(IReadOnlyList<string> programs)
    {
        fixture.RequireTools();

        // Warm: all of them have run in this process before. Also those programs that answer wrong.
        Dictionary<string, string[]> together = await CostsAsync([.. programs.Reverse()]);
        List<string> problems = [];
        foreach (string program in programs)
        {
            // Cold, and then warm.
            Dictionary<string, string[]> alone = await CostsAsync([program]);
            foreach ((string what, string[] costs) in alone)
            {
                string seen = $"{what}: {costs[0]} cold, {costs[1]} warm, {together[what][1]} after others";
                if (costs[0] != costs[1] || costs[1] != together[what][1])
                {
                    problems.Add(seen);
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <returns>What the start and each request cost, and a hash of the answer if that is wanted (there are programs that sign something), in the first and in the second pass.</returns>
    private async Task<Dictionary<string, string[]>> CostsAsync(string[] names, string command = "workers", bool withAnswers = false)
    {
        string[] files = [.. names.SelectMany(x => new[] { fixture.BundleOf(x), ProgramCatalog.RequestListOf(x) })];
        string? output = await ToolProcess.RunAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [ProgramCatalog.Metadata("FuelProbe")!, command, .. files], fixture.Folder, TimeSpan.FromMinutes(5));
        return output!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Split('\t'))
            .GroupBy(x => x[0], x => withAnswers ? $"{x[2]} {x[3]}" : x[2], StringComparer.Ordinal)
            .ToDictionary(x => x.Key, x => x.ToArray(), StringComparer.Ordinal);
    }
}
