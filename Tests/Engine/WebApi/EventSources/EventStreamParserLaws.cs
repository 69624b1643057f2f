using System.Text;
using FsCheck.Xunit;
using PureEdge.Engine.WebApi.EventSources;

namespace PureEdge.Engine.Tests.WebApi.EventSources;

public class EventStreamParserLaws
{
    private static readonly string[] Pieces =
        ["data", "data:", "data: x", ":", "event: go", "id: 7", "id", "id:\0", "retry: 5", "retry: x", "é€😀", "\r", "\n", "\r\n", "\n\n", "\r\r", " ", "\ufeff", "foo: bar"];

    [Property(MaxTest = 1000)]
    public bool It_does_not_matter_where_the_bytes_are_cut(byte[] choices, int[] cuts)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(choices.Select(static c => Pieces[c % Pieces.Length])));
        return Same(bytes, cuts);
    }

    [Property(MaxTest = 500)]
    public bool Nor_for_bytes_that_are_no_text(byte[] bytes, int[] cuts) => Same(bytes, cuts);

    [Property(MaxTest = 500)]
    public bool Lines_of_data_come_back(string[] lines)
    {
        string[] clean = [.. lines.Select(static line => new string([.. (line ?? "").Where(static c => c is not ('\r' or '\n') && !char.IsSurrogate(c))]))];
        var text = string.Concat(clean.Select(static line => $"data: {line}\n")) + "\n";
        var events = new EventStreamParser("").Push(Encoding.UTF8.GetBytes(text));
        return clean.Length == 0 ? events.Count == 0 : events.Count == 1 && events[0].Data == string.Join('\n', clean) && events[0].Type == "message";
    }

    [Theory]
    [InlineData("")]
    [InlineData("data:")]
    public void What_has_no_end_is_refused(string beginning)
    {
        var parser = new EventStreamParser("");
        var piece = Encoding.ASCII.GetBytes(beginning + new string('x', 1 << 20) + (beginning.Length > 0 ? "\n" : ""));
        Assert.Throws<InvalidDataException>(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                parser.Push(piece);
            }
        });
    }

    private static bool Same(byte[] bytes, int[] cuts)
    {
        var whole = new EventStreamParser("before");
        var expected = whole.Push(bytes);
        var parser = new EventStreamParser("before");
        List<StreamedEvent> events = [];
        var at = 0;
        foreach (var cut in cuts.Select(cut => (int)((uint)cut % (uint)(bytes.Length + 1))).Order())
        {
            events.AddRange(parser.Push(bytes.AsSpan(at, cut - at)));
            at = cut;
        }

        events.AddRange(parser.Push(bytes.AsSpan(at)));
        return events.SequenceEqual(expected) && parser.LastEventId == whole.LastEventId && parser.RetryMilliseconds == whole.RetryMilliseconds;
    }
}
