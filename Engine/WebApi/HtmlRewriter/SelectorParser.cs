using System.Globalization;
using System.Text;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>
/// Reads the selectors that HTMLRewriter knows (https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/#selectors): types,
/// <c>*</c>, ids, classes, attributes, <c>:not()</c>, <c>:nth-child()</c>, <c>:first-child</c>, <c>:nth-of-type()</c>,
/// <c>:first-of-type</c>, descendants, children and lists.
/// </summary>
/// <param name="text">The selector.</param>
internal sealed class SelectorParser(string text)
{
    /// <summary>The most characters of a selector.</summary>
    public const int MaxLength = 4_096;

    private int _at;

    /// <summary>Reads a list of selectors.</summary>
    /// <exception cref="FormatException">It is none, or has what the rewriter does not know.</exception>
    public static IReadOnlyList<ComplexSelector> Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new FormatException($"it is longer than {MaxLength} characters");
        }

        var parser = new SelectorParser(text);
        List<ComplexSelector> list = [];
        do
        {
            parser.SkipSpace();
            list.Add(parser.Complex());
        }
        while (parser.Skip(','));
        return parser._at == text.Length ? list : throw parser.Unexpected();
    }

    private char Current => _at < text.Length ? text[_at] : '\0';

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    private ComplexSelector Complex()
    {
        List<SelectorStep> steps = [new(Compound(), false)];
        while (true)
        {
            var hadSpace = SkipSpace();
            if (Current is '\0' or ',' or ')')
            {
                return new(steps);
            }

            var isChild = Skip('>');
            if (!isChild && !hadSpace)
            {
                throw Unexpected();
            }

            SkipSpace();
            steps.Add(new(Compound(), isChild));
        }
    }

    private Condition[] Compound()
    {
        List<Condition> conditions = [];
        var begin = _at;
        if (!Skip('*') && (IsNameStart(Current) || Current == '\\'))
        {
            conditions.Add(new TypeCondition(Name().ToLowerInvariant()));
        }

        while (true)
        {
            switch (Current)
            {
                case '#':
                    _at++;
                    conditions.Add(new AttributeCondition("id", AttributeTest.Equals, Name(), false));
                    break;
                case '.':
                    _at++;
                    conditions.Add(new AttributeCondition("class", AttributeTest.Includes, Name(), false));
                    break;
                case '[':
                    _at++;
                    conditions.Add(Attribute());
                    break;
                case ':':
                    _at++;
                    conditions.Add(Pseudo());
                    break;
                default:
                    return _at > begin ? [.. conditions] : throw Unexpected();
            }
        }
    }

    private AttributeCondition Attribute()
    {
        SkipSpace();
        var name = Name().ToLowerInvariant();
        SkipSpace();
        if (Skip(']'))
        {
            return new(name, AttributeTest.Exists, "", false);
        }

        var test = Current switch
        {
            '~' => AttributeTest.Includes,
            '^' => AttributeTest.StartsWith,
            '$' => AttributeTest.EndsWith,
            '*' => AttributeTest.Contains,
            '|' => AttributeTest.DashMatch,
            _ => AttributeTest.Equals,
        };
        _at += test == AttributeTest.Equals ? 0 : 1;
        Expect('=');
        SkipSpace();
        var value = Current is '"' or '\'' ? Quoted() : Name();
        SkipSpace();
        var ignoresCase = Current is 'i' or 'I';
        if (ignoresCase || Current is 's' or 'S')
        {
            _at++;
            SkipSpace();
        }

        Expect(']');
        return new(name, test, value, ignoresCase);
    }

    private Condition Pseudo()
    {
        var name = Name().ToLowerInvariant();
        switch (name)
        {
            case "first-child":
                return new NthCondition(0, 1, false);
            case "first-of-type":
                return new NthCondition(0, 1, true);
            case "nth-child" or "nth-of-type":
                Expect('(');
                var (step, offset) = Nth();
                return new NthCondition(step, offset, name == "nth-of-type");
            case "not":
                Expect('(');
                List<Condition[]> alternatives = [];
                do
                {
                    SkipSpace();
                    var compound = Compound();
                    if (Array.Exists(compound, static c => c is NotCondition))
                    {
                        throw new FormatException(":not() may not be inside another");
                    }

                    alternatives.Add(compound);
                    SkipSpace();
                }
                while (Skip(','));
                Expect(')');
                return new NotCondition(alternatives);
            default:
                throw new FormatException($"':{(name.Length > 64 ? name[..64] : name)}' is not known; there are :not(), :nth-child(), :first-child, :nth-of-type() and :first-of-type");
        }
    }

    // https://drafts.csswg.org/css-syntax-3/#anb-microsyntax
    private (int Step, int Offset) Nth()
    {
        var end = text.IndexOf(')', _at);
        if (end < 0)
        {
            throw Unexpected();
        }

        var formula = text[_at..end].Trim().ToLowerInvariant();
        _at = end + 1;
        switch (formula)
        {
            case "odd":
                return (2, 1);
            case "even":
                return (2, 0);
        }

        var n = formula.IndexOf('n', StringComparison.Ordinal);
        if (n < 0)
        {
            return (0, Number(formula));
        }

        var rest = formula[(n + 1)..].Replace(" ", "", StringComparison.Ordinal);
        var step = formula[..n] is "" or "+" ? 1 : formula[..n] == "-" ? -1 : Number(formula[..n]);
        return (step, rest.Length == 0 ? 0 : rest[0] is '+' or '-' ? Number(rest) : throw Bad(formula));
    }

    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(digits);

    private static FormatException Bad(string formula) => new($"'{(formula.Length > 64 ? formula[..64] : formula)}' is no An+B");

    private string Quoted()
    {
        var quote = text[_at++];
        var value = new StringBuilder();
        while (Current != quote)
        {
            if (_at >= text.Length)
            {
                throw Unexpected();
            }

            AppendCharacter(value);
        }

        _at++;
        return value.ToString();
    }

    private string Name()
    {
        var name = new StringBuilder();
        while (IsNameStart(Current) || char.IsAsciiDigit(Current) || Current == '\\')
        {
            AppendCharacter(name);
        }

        return name.Length > 0 ? name.ToString() : throw Unexpected();
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or '-' || c >= '\u0080';

    // https://drafts.csswg.org/css-syntax-3/#consume-escaped-code-point
    private void AppendCharacter(StringBuilder to)
    {
        if (Current != '\\')
        {
            to.Append(text[_at++]);
            return;
        }

        if (++_at >= text.Length)
        {
            throw Unexpected();
        }

        var digits = 0;
        while (digits < 6 && char.IsAsciiHexDigit(_at + digits < text.Length ? text[_at + digits] : '\0'))
        {
            digits++;
        }

        if (digits == 0)
        {
            to.Append(text[_at++]);
            return;
        }

        var code = int.Parse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _at += digits;
        if (IsSpace(Current))
        {
            _at++;
        }

        to.Append(Rune.IsValid(code) && code != 0 ? new Rune(code).ToString() : "\uFFFD");
    }

    private bool SkipSpace()
    {
        var begin = _at;
        while (IsSpace(Current))
        {
            _at++;
        }

        return _at > begin;
    }

    private bool Skip(char c)
    {
        if (Current != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Skip(c))
        {
            throw Unexpected();
        }
    }

    private FormatException Unexpected() => new(_at < text.Length ? $"'{Current}' is not expected at position {_at}" : "it ends too early");
}
