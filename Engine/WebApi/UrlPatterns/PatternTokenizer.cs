using System.Globalization;
using System.Text;

namespace PureEdge.Engine.WebApi.UrlPatterns;

internal enum TokenType
{
    Open,
    Close,
    Regexp,
    Name,
    Char,
    EscapedChar,
    OtherModifier,
    Asterisk,
    End,
    InvalidChar,
}

/// <param name="Type">What it is.</param>
/// <param name="Index">Where it begins in the input.</param>
/// <param name="Value">Its text, without what only marks it.</param>
internal readonly record struct PatternToken(TokenType Type, int Index, string Value);

/// <summary>Splits a pattern into tokens, in one pass.</summary>
/// <remarks>https://urlpattern.spec.whatwg.org/#tokenizing</remarks>
internal sealed class PatternTokenizer
{
    private readonly string _input;
    private readonly bool _isLenient;
    private readonly List<PatternToken> _tokens = [];
    private int _index;

    private PatternTokenizer(string input, bool isLenient)
    {
        _input = input;
        _isLenient = isLenient;
    }

    /// <param name="input">The pattern, well-formed.</param>
    /// <param name="isLenient">Makes an invalid character a token of its own.</param>
    /// <exception cref="PatternSyntaxException">The pattern is not valid, and the policy is strict.</exception>
    public static List<PatternToken> Tokenize(string input, bool isLenient)
    {
        var tokenizer = new PatternTokenizer(input, isLenient);
        tokenizer.Run();
        return tokenizer._tokens;
    }

    /// <summary>https://urlpattern.spec.whatwg.org/#is-a-valid-name-code-point</summary>
    public static bool IsNameCodePoint(Rune rune, bool isFirst)
    {
        if (rune.Value is '$' or '_' or 0x2118 or 0x212E or 0x309B or 0x309C or 0x1885 or 0x1886)
        {
            return true;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => rune.Value != 0x2E2F,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.ConnectorPunctuation => !isFirst,
            _ => !isFirst && rune.Value is 0x200C or 0x200D or 0xB7 or 0x387 or (>= 0x1369 and <= 0x1371) or 0x19DA or 0x30FB or 0xFF65,
        };
    }

    private void Run()
    {
        while (_index < _input.Length)
        {
            switch (_input[_index])
            {
                case '*':
                    Add(TokenType.Asterisk, 1);
                    break;
                case '+' or '?':
                    Add(TokenType.OtherModifier, 1);
                    break;
                case '{':
                    Add(TokenType.Open, 1);
                    break;
                case '}':
                    Add(TokenType.Close, 1);
                    break;
                case '\\' when _index == _input.Length - 1:
                    Refuse(_index + 1, "a backslash at its end");
                    break;
                case '\\':
                    Add(TokenType.EscapedChar, 1 + LengthAt(_index + 1), skip: 1);
                    break;
                case ':':
                    Name();
                    break;
                case '(':
                    Regexp();
                    break;
                default:
                    Add(TokenType.Char, LengthAt(_index));
                    break;
            }
        }

        Add(TokenType.End, 0);
    }

    private void Name()
    {
        var end = _index + 1;
        while (end < _input.Length)
        {
            Rune.DecodeFromUtf16(_input.AsSpan(end), out var rune, out var length);
            if (!IsNameCodePoint(rune, end == _index + 1))
            {
                break;
            }

            end += length;
        }

        if (end == _index + 1)
        {
            Refuse(end, "a colon without a name after it");
        }
        else
        {
            Add(TokenType.Name, end - _index, skip: 1);
        }
    }

    private void Regexp()
    {
        var start = _index + 1;
        var depth = 1;
        for (var at = start; at < _input.Length; at++)
        {
            if (!char.IsAscii(_input[at]) || (at == start && _input[at] == '?'))
            {
                break;
            }

            if (_input[at] == '\\')
            {
                at++;
                if (at == _input.Length || !char.IsAscii(_input[at]))
                {
                    break;
                }
            }
            else if (_input[at] == ')' && --depth == 0)
            {
                if (at == start)
                {
                    break;
                }

                _tokens.Add(new(TokenType.Regexp, _index, _input[start..at]));
                _index = at + 1;
                return;
            }
            else if (_input[at] == '(')
            {
                depth++;
                if (at == _input.Length - 1 || _input[at + 1] != '?')
                {
                    break;
                }
            }
        }

        Refuse(start, "a group in parentheses that is empty, not closed, not ASCII, or captures");
    }

    private int LengthAt(int index) => index + 1 < _input.Length && char.IsSurrogatePair(_input[index], _input[index + 1]) ? 2 : 1;

    private void Add(TokenType type, int length, int skip = 0)
    {
        _tokens.Add(new(type, _index, _input.Substring(_index + skip, length - skip)));
        _index += length;
    }

    private void Refuse(int next, string what)
    {
        if (!_isLenient)
        {
            throw new PatternSyntaxException($"Invalid pattern: {what}, at index {_index}.");
        }

        Add(TokenType.InvalidChar, next - _index);
    }
}
