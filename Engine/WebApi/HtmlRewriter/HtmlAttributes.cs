using System.Text;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>The attributes of a start tag. Values are as they are written: character references are not decoded, as in Workers.</summary>
/// <remarks>Owned by the isolate's turn. Decoded when somebody asks.</remarks>
internal sealed class HtmlAttributes(ReadOnlyMemory<byte> tag, IReadOnlyList<HtmlAttributeSpan> spans) : IElementAttributes
{
    private List<(string Name, string Value, string? Source)>? _list;

    public int Count => List.Count;

    private List<(string Name, string Value, string? Source)> List => _list ??= Decode();

    /// <inheritdoc/>
    public string? Get(string name) => IndexOf(name) is >= 0 and var index ? List[index].Value : null;

    /// <summary>Name and value of an attribute.</summary>
    public (string Name, string Value) this[int index] => (List[index].Name, List[index].Value);

    public void Set(string name, string value)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            List.Add((name, value, null));
        }
        else
        {
            List[index] = (name, value, null);
        }
    }

    public bool Remove(string name) => List.RemoveAll(a => a.Name == name) > 0;

    /// <summary>Appends them as a tag has them; those that nobody changed as they came.</summary>
    public void Write(StringBuilder to)
    {
        foreach (var (name, value, source) in List)
        {
            to.Append(' ');
            if (source is not null)
            {
                to.Append(source);
            }
            else
            {
                to.Append(name).Append("=\"").Append(value.Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
            }
        }
    }

    private int IndexOf(string name) => List.FindIndex(a => a.Name == name);

    private List<(string Name, string Value, string? Source)> Decode()
    {
        var list = new List<(string, string, string?)>(spans.Count);
        foreach (var span in spans)
        {
            list.Add((
                Encoding.UTF8.GetString(tag.Span[span.Name]).ToLowerInvariant(),
                Encoding.UTF8.GetString(tag.Span[span.Value]),
                Encoding.UTF8.GetString(tag.Span[span.Source])));
        }

        return list;
    }
}
