using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;
using PureEdge.Limits.Realm;

namespace PureEdge.Engine.Tests.Realm;

/// <summary>
/// Everything a script can reach, by walking the realm from inside: globals, prototypes, what the handler is given and what built-ins
/// return. <c>capabilities.txt</c> is the reviewed list; what is new or gone fails until somebody has looked at it.
/// </summary>
public class CapabilitiesTests
{
    private static readonly string ExpectationFile = Path.Combine(AppContext.BaseDirectory, "Realm", "capabilities.txt");
    private static readonly string NodeExpectationFile = Path.Combine(AppContext.BaseDirectory, "Realm", "capabilities-node.txt");

    [Fact]
    public async Task A_script_reaches_what_the_reviewed_list_names_and_nothing_else() =>
        await CompareAsync(await ReachAsync([]), ExpectationFile, "PUREEDGE_CAPABILITIES");

    [Fact]
    public async Task With_nodejs_compat_it_reaches_what_another_list_names_besides() => await CompareAsync(
        [.. (await ReachAsync(["nodejs_compat"])).Except(await ReachAsync([]), StringComparer.Ordinal)], NodeExpectationFile, "PUREEDGE_CAPABILITIES_NODE");

    [Theory]
    [MemberData(nameof(RemovedGlobals))]
    public async Task A_removed_global_is_undefined(string name)
    {
        using var test = new TestWorker($"export default {{ fetch() {{ return new Response(typeof globalThis.{name}); }} }}");
        Assert.Equal("undefined", await test.TextAsync());
        Assert.Contains($"{name} undefined", await File.ReadAllLinesAsync(ExpectationFile), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("eval('1+1')")]
    [InlineData("(0, eval)('1+1')")]
    [InlineData("new Function('return 2')()")]
    [InlineData("(function*(){}).constructor('yield 2')().next().value")]
    [InlineData("Reflect.construct(Function, ['return 2'])()")]
    public async Task Code_from_strings_is_off_unless_the_worker_asks_for_it(string code)
    {
        var source = $"export default {{ fetch() {{ try {{ return new Response(String({code})); }} catch (e) {{ return new Response(e.name); }} }} }}";
        using var off = new TestWorker(source);
        Assert.Equal("EvalError", await off.TextAsync());
        using var on = new TestWorker(TestWorker.Define(source) with { AllowsEval = true });
        Assert.Equal("2", await on.TextAsync());
    }

    private static async Task<string[]> ReachAsync(string[] flags)
    {
        using var test = new TestWorker(TestWorker.Define(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Realm", "walk.js")),
            ExecutionLimits.Default with { CpuMilliseconds = 60_000, TurnMilliseconds = 60_000, AllocationBytes = 1L << 30 }) with { CompatibilityFlags = flags });
        return (await test.TextAsync()).Split('\n');
    }

    private static async Task CompareAsync(string[] found, string expectationFile, string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } file)
        {
            await File.WriteAllLinesAsync(file, found);
        }

        var reviewed = await File.ReadAllLinesAsync(expectationFile);
        var added = found.Except(reviewed, StringComparer.Ordinal).ToArray();
        var gone = reviewed.Except(found, StringComparer.Ordinal).ToArray();
        Assert.True(
            added.Length + gone.Length == 0,
            $"The capabilities of a script changed. Review each, then write the list again ({variable}=FILE dotnet test).\nNew:\n{string.Join('\n', added)}\nGone:\n{string.Join('\n', gone)}");
    }

    public static TheoryData<string> RemovedGlobals() => new(RealmExtensions.RemovedGlobals.Keys);
}
