using System.Reflection;

namespace PureEdge.AspNetCore.Tests.Samples;

public sealed class SamplesTests
{
    [Fact]
    public async Task The_ASPNET_sample_serves_its_worker()
    {
        const string Listening = "Now listening on: ";
        Uri? address = null;
        await using var process = await ServerProcess.StartAsync(
            ToolProcess.StartInfo(DotNet, [PathOf("PureEdge.Samples.AspNetCore"), "--urls", "http://127.0.0.1:0"], Path.GetTempPath()),
            line =>
            {
                var at = line.IndexOf(Listening, StringComparison.Ordinal);
                address ??= at < 0 ? null : new Uri(line[(at + Listening.Length)..].Trim());
                return address is not null;
            },
            TimeSpan.FromSeconds(60));
        using var client = new HttpClient { BaseAddress = address };
        Assert.Contains("The application answers here", await client.GetStringAsync("/"), StringComparison.Ordinal);
        using var content = new StringContent("hi");
        using var answer = await client.PostAsync("/fn/x", content);
        Assert.Equal("""{"method":"POST","pathname":"/fn/x","body":"hi"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_engine_sample_needs_no_ASPNET()
    {
        var path = PathOf("PureEdge.Samples.EngineOnly");
        var output = await ToolProcess.RunAsync(DotNet, [path], Path.GetTempPath(), TimeSpan.FromSeconds(60));
        Assert.StartsWith("200: Hello from http://example.com/world (", output, StringComparison.Ordinal);
        Assert.Contains("exceededCpu: The CPU limit was exceeded: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("AspNetCore", await File.ReadAllTextAsync(Path.ChangeExtension(path, ".runtimeconfig.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_of_limits_needs_nothing_but_an_engine()
    {
        var path = PathOf("PureEdge.Samples.LimitsOnly");
        var lines = (await ToolProcess.RunAsync(DotNet, [path], Path.GetTempPath(), TimeSpan.FromSeconds(60)))!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] endings = [" =>  1,4,9 (", " =>  killed, Cpu: ", " =>  killed, Memory: ", " =>  killed, Cpu: ", " =>  RangeError: "];
        Assert.Equal(endings.Length, lines.Length);
        Assert.All(endings.Zip(lines), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "PureEdge.Engine.dll")));
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string PathOf(string sample) => Path.Combine(Metadata("SamplesBin"), sample, Metadata("Configuration"), sample + ".dll");

    private static string Metadata(string key) =>
        typeof(SamplesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
