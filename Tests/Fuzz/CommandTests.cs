using System.Diagnostics;
using System.Reflection;

namespace PureEdge.Fuzz.Tests;

/// <summary>The command as a process of its own.</summary>
public class CommandTests
{
    internal static string Output { get; } =
        typeof(CommandTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "FuzzOutput").Value!;

    [Theory]
    [InlineData("run --target nothing", "There is no target 'nothing'")]
    [InlineData("run --jobs 0", "must be from 1 to 64")]
    [InlineData("replay nowhere.js", "There is no file 'nowhere.js'")]
    [InlineData("fly", "fly")]
    public async Task Wrong_arguments_end_with_2_and_a_word(string arguments, string word)
    {
        var (status, text) = await RunAsync(Output, arguments.Split(' '));
        Assert.Equal(2, status);
        Assert.Contains(word, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_breaks_nothing_ends_with_0_and_one_that_does_with_1()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await RunAsync(Output, ["replay", folder.Write("fine.js", "export default { fetch() { return new Response('x'); } }")])).Status);
        var (status, text) = await RunAsync(Output, ["replay", folder.Write("bad.js", "// pureedge-fuzz target=api form=Handler\nsurvived('this test');")]);
        Assert.Equal(1, status);
        Assert.Contains("BROKEN escape: survived: this test", text, StringComparison.Ordinal);
    }

    internal static async Task<(int Status, string Text)> RunAsync(string folder, IEnumerable<string> arguments)
    {
        using var process = Process.Start(ToolProcess.StartInfo("dotnet", [Path.Combine(folder, "pureedge-fuzz.dll"), .. arguments], folder))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
