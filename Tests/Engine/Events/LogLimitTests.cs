using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Events;

public class LogLimitTests
{
    private const string Writer = "export default { async fetch(request) { for (const line of await request.json()) console.log(line); return new Response('x'); } }";

    [Theory]
    [InlineData(3, "Log: 0\nLog: 1\nLog: 2")]
    [InlineData(2, "Log: 0\nLog: 1\nWarn: A request may log 2 lines of 262144 bytes together; further ones are dropped.")]
    [InlineData(0, "Warn: A request may log 0 lines of 262144 bytes together; further ones are dropped.")]
    public async Task Lines_past_the_limit_are_dropped_and_the_log_says_so_once(int allowed, string expected)
    {
        using var test = new TestWorker(Writer, ExecutionLimits.Default with { LogLines = allowed });
        await test.TextAsync("/", "POST", """["0","1","2"]""");
        Assert.Equal(expected, test.Log);
    }

    [Theory]
    [InlineData(6, "Log: ää\nLog: ab")]
    [InlineData(5, "Log: ää\nWarn: A request may log 256 lines of 5 bytes together; further ones are dropped.")]
    [InlineData(3, "Warn: A request may log 256 lines of 3 bytes together; further ones are dropped.")]
    public async Task Bytes_past_the_limit_are_dropped_by_whole_lines(int allowed, string expected)
    {
        using var test = new TestWorker(Writer, ExecutionLimits.Default with { LogBytes = allowed });
        await test.TextAsync("/", "POST", """["ää","ab"]""");
        Assert.Equal(expected, test.Log);
    }

    [Fact]
    public async Task Each_request_has_a_log_of_its_own_and_the_answer_is_not_touched()
    {
        using var test = new TestWorker(Writer, ExecutionLimits.Default with { LogLines = 1 });
        Assert.Equal("x", await test.TextAsync("/", "POST", """["a","b"]"""));
        Assert.Equal("x", await test.TextAsync("/", "POST", """["c"]"""));
        Assert.EndsWith("\nLog: c", test.Log, StringComparison.Ordinal);
    }

    [Property(MaxTest = 30)]
    public Property What_is_kept_is_the_longest_beginning_that_has_room()
    {
        var lines = Gen.Elements("", "a", "ä", "abcdef", "€€€").ListOf();
        return Prop.ForAll(
            (from l in lines from most in Gen.Choose(0, 6) from bytes in Gen.Choose(0, 30) select (Lines: l, most, bytes)).ToArbitrary(),
            sample =>
            {
                var room = sample.bytes;
                var kept = sample.Lines.Take(sample.most).TakeWhile(line => (room -= Encoding.UTF8.GetByteCount(line)) >= 0).ToArray();
                using var test = new TestWorker(Writer, ExecutionLimits.Default with { LogLines = sample.most, LogBytes = sample.bytes });
                _ = test.TextAsync("/", "POST", System.Text.Json.JsonSerializer.Serialize(sample.Lines)).GetAwaiter().GetResult();
                var expected = kept.Select(line => "Log: " + line).ToList();
                if (kept.Length < sample.Lines.Count)
                {
                    expected.Add($"Warn: A request may log {sample.most} lines of {sample.bytes} bytes together; further ones are dropped.");
                }

                return test.Log == string.Join('\n', expected);
            });
    }
}
