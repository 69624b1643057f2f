using System.Text;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>A MIME type (https://mimesniff.spec.whatwg.org/#mime-type): essence in lower case, and parameters.</summary>
internal sealed class MimeType
{
    /// <summary>More parameters than this are ignored.</summary>
    private const int MaxParameters = 32;

    private readonly List<KeyValuePair<string, string>> _parameters = [];

    private MimeType(string essence) => Essence = essence;

    /// <summary>Type and subtype, such as <c>text/html</c>.</summary>
    public string Essence { get; }

    /// <summary>"Parse a MIME type"; <see langword="null"/> is failure.</summary>
    public static MimeType? Parse(string text)
    {
        var input = text.AsSpan().Trim(" \t\r\n");
        var slash = input.IndexOf('/');
        if (slash < 0)
        {
            return null;
        }

        var type = input[..slash];
        var rest = input[(slash + 1)..];
        var semicolon = rest.IndexOf(';');
        var subtype = (semicolon < 0 ? rest : rest[..semicolon]).TrimEnd(" \t\r\n");
        if (!HeaderSyntax.IsToken(type) || !HeaderSyntax.IsToken(subtype))
        {
            return null;
        }

        var result = new MimeType($"{type}/{subtype}".ToLowerInvariant());
        rest = semicolon < 0 ? default : rest[(semicolon + 1)..];
        while (!rest.IsEmpty && result._parameters.Count < MaxParameters)
        {
            rest = result.ReadParameter(rest.TrimStart(" \t\r\n"));
        }

        return result;
    }

    /// <summary>The value of a parameter, or <see langword="null"/> without it.</summary>
    public string? Parameter(string name)
    {
        foreach (var parameter in _parameters)
        {
            if (parameter.Key == name)
            {
                return parameter.Value;
            }
        }

        return null;
    }

    /// <summary>"Serialize a MIME type".</summary>
    public override string ToString()
    {
        if (_parameters.Count == 0)
        {
            return Essence;
        }

        var text = new StringBuilder(Essence);
        foreach (var (name, value) in _parameters)
        {
            text.Append(';').Append(name).Append('=');
            if (HeaderSyntax.IsToken(value))
            {
                text.Append(value);
            }
            else
            {
                text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            }
        }

        return text.ToString();
    }

    /// <summary>Reads one parameter and gives what is behind its semicolon.</summary>
    private ReadOnlySpan<char> ReadParameter(ReadOnlySpan<char> input)
    {
        var end = input.IndexOfAny(';', '=');
        if (end < 0)
        {
            return default;
        }

        var name = input[..end];
        var rest = input[(end + 1)..];
        if (input[end] == ';')
        {
            return rest;
        }

        string value;
        if (rest.StartsWith("\""))
        {
            value = ReadQuoted(rest, out var length);
            rest = rest[length..];
            var next = rest.IndexOf(';');
            rest = next < 0 ? default : rest[(next + 1)..];
        }
        else
        {
            var next = rest.IndexOf(';');
            value = (next < 0 ? rest : rest[..next]).TrimEnd(" \t\r\n").ToString();
            rest = next < 0 ? default : rest[(next + 1)..];
            if (value.Length == 0)
            {
                return rest;
            }
        }

        var key = name.ToString().ToLowerInvariant();
        if (HeaderSyntax.IsToken(key) && IsQuotedText(value) && Parameter(key) is null)
        {
            _parameters.Add(new(key, value));
        }

        return rest;
    }

    /// <summary>"Collect an HTTP quoted string", its value extracted.</summary>
    private static string ReadQuoted(ReadOnlySpan<char> input, out int length)
    {
        var value = new StringBuilder();
        var i = 1;
        while (i < input.Length && input[i] != '"')
        {
            if (input[i] == '\\' && i + 1 < input.Length)
            {
                i++;
            }

            value.Append(input[i++]);
        }

        length = Math.Min(i + 1, input.Length);
        return value.ToString();
    }

    private static bool IsQuotedText(string value)
    {
        foreach (var c in value)
        {
            if (c is not ('\t' or (>= ' ' and <= '~') or (>= '\u0080' and <= '\u00ff')))
            {
                return false;
            }
        }

        return true;
    }
}
