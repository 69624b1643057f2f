using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Jint;
using Jint.Native;
using PureEdge.Engine.Scripts;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Scripts;

public class RegexLiteralsTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(5_000, false)]
    public void The_first_of_a_module_are_compiled_and_the_others_are_interpreted(int before, bool isCompiled)
    {
        var others = string.Concat(Enumerable.Range(0, before).Select(i => $"/{before}other{i}/;"));
        var last = Assert.IsType<JsRegExp>(Evaluate($"if (false) {{ {others} }} /{before}last/;"));
        Assert.Equal(isCompiled, last.Value.Options.HasFlag(RegexOptions.Compiled));
    }

    [Fact]
    public void They_match_alike()
    {
        var all = string.Join(",", Enumerable.Range(0, 600).Select(i => $"/b(\\d+)(?!c{i})/"));
        Assert.Equal(600, Evaluate($"let n = 0; for (const r of [{all}]) if (r.exec('ab12')?.[1] === '12') n++; n;").AsNumber());
    }

    [Property]
    public bool Each_counts_for_many_nodes_and_for_its_length(byte literals, byte length)
    {
        var count = literals * 2;
        var compiled = Math.Min(count, 256);
        var code = Prepare(string.Concat(Enumerable.Repeat($"/{new string('a', length + 1)}/;", count)));
        return code.Summary.Nodes == 1 + (2 * count) + (compiled * 80) + ((count - compiled) * 20) + (count * ((length + 1) / 2));
    }

    private static JsValue Evaluate(string source)
    {
        using var engine = new JintEngine();
        return engine.Evaluate(Prepare(source).Script);
    }

    private static PreparedCode Prepare(string source) =>
        new ScriptCache(1 << 30).Get(new("a.js", WorkerModuleKind.ServiceWorker, Encoding.UTF8.GetBytes(source)), new ParseBudget(source.Length, ExecutionLimits.Default, 0));
}
