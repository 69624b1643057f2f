using System.Globalization;
using System.Text;

namespace PureEdge.Wasm.Tests.Spec;

/// <summary>A piece of one of the suite's scripts, which are generated and use a small part of JavaScript.</summary>
internal abstract record SpecNode
{
    public sealed record Name(string Text) : SpecNode;

    /// <summary>A string: each character is a byte.</summary>
    public sealed record Bytes(string Text) : SpecNode
    {
        public byte[] Value => [.. Text.Select(c => (byte)c)];
    }

    public sealed record Number(double Value) : SpecNode;

    public sealed record List(IReadOnlyList<SpecNode> Items) : SpecNode;

    public sealed record Call(string Function, IReadOnlyList<SpecNode> Arguments, int Line) : SpecNode;

    public sealed record Let(string Variable, SpecNode Value, int Line) : SpecNode;
}

/// <summary>Reads the suite's scripts.</summary>
internal sealed class SpecSyntax(string text)
{
    private int _at;
    private int _line = 1;

    public static List<SpecNode> Parse(string text) => new SpecSyntax(text).Statements();

    private List<SpecNode> Statements()
    {
        var statements = new List<SpecNode>();
        while (true)
        {
            Space();
            if (_at >= text.Length)
            {
                return statements;
            }

            // The function around it all.
            if (Skip("(function ") || Skip("})()"))
            {
                _at = text.IndexOf('\n', _at);
                continue;
            }

            if (Skip("reinitializeRegistry"))
            {
                _at = text.IndexOf(';', _at) + 1;
                continue;
            }

            if (Skip("let "))
            {
                var line = _line;
                var name = Word();
                Expect("=");
                statements.Add(new SpecNode.Let(name, Expression(), line));
            }
            else
            {
                statements.Add(Expression());
            }

            Space();
            Skip(";");
        }
    }

    private SpecNode Expression()
    {
        Space();
        if (Skip("() =>"))
        {
            return Expression();
        }

        var c = text[_at];
        if (c == '"')
        {
            return new SpecNode.Bytes(String());
        }

        if (c == '[')
        {
            return new SpecNode.List(Items('[', ']'));
        }

        if (c == '-' || char.IsAsciiDigit(c))
        {
            var start = _at;
            while (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or '+' or '.' or '_')
            {
                _at++;
            }

            var digits = text[start.._at].Replace("_", "", StringComparison.Ordinal);
            var isHex = digits.Contains("0x", StringComparison.Ordinal);
            return new SpecNode.Number(isHex
                ? Convert.ToInt64(digits.Replace("-", "", StringComparison.Ordinal), 16) * (digits[0] == '-' ? -1 : 1)
                : double.Parse(digits, CultureInfo.InvariantCulture));
        }

        var line = _line;
        var name = Word();
        Space();
        return text[_at] == '(' ? new SpecNode.Call(name, Items('(', ')'), line) : new SpecNode.Name(name);
    }

    private List<SpecNode> Items(char open, char close)
    {
        Expect(open.ToString());
        var items = new List<SpecNode>();
        while (true)
        {
            Space();
            if (Skip(close.ToString()))
            {
                return items;
            }

            items.Add(Expression());
            Space();
            Skip(",");
        }
    }

    private string Word()
    {
        Space();
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '$' or '.' or '-' or '\''))
        {
            _at++;
        }

        return start == _at ? throw new FormatException($"line {_line}: \"{text.Substring(start, Math.Min(40, text.Length - start))}\" is not understood") : text[start.._at];
    }

    private string String()
    {
        var result = new StringBuilder();
        for (_at++; text[_at] != '"'; _at++)
        {
            if (text[_at] != '\\')
            {
                // Names of exports stand as they are; they are compared as text.
                result.Append(text[_at]);
                continue;
            }

            _at++;
            switch (text[_at])
            {
                case 'x':
                    result.Append((char)Convert.ToByte(text.Substring(_at + 1, 2), 16));
                    _at += 2;
                    break;
                case 'u' when text[_at + 1] == '{':
                    var close = text.IndexOf('}', _at);
                    result.Append(char.ConvertFromUtf32(Convert.ToInt32(text[(_at + 2)..close], 16)));
                    _at = close;
                    break;
                case 'u':
                    result.Append((char)Convert.ToUInt16(text.Substring(_at + 1, 4), 16));
                    _at += 4;
                    break;
                case 'n':
                    result.Append('\n');
                    break;
                case 't':
                    result.Append('\t');
                    break;
                case 'r':
                    result.Append('\r');
                    break;
                default:
                    result.Append(text[_at]);
                    break;
            }
        }

        _at++;
        return result.ToString();
    }

    private void Space()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '\n')
            {
                _line++;
                _at++;
            }
            else if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            else if (string.CompareOrdinal(text, _at, "//", 0, 2) == 0)
            {
                _at = text.IndexOf('\n', _at);
            }
            else
            {
                return;
            }
        }
    }

    private bool Skip(string word)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void Expect(string word)
    {
        Space();
        if (!Skip(word))
        {
            throw new FormatException($"line {_line}: \"{word}\" expected, and \"{text.Substring(_at, Math.Min(40, text.Length - _at))}\" found");
        }
    }
}
