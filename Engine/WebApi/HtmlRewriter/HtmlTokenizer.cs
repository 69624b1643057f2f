using System.Text;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>
/// Finds the tokens of HTML in bytes that come in pieces (https://html.spec.whatwg.org/multipage/parsing.html#tokenization), for any
/// encoding that keeps ASCII. It decodes nothing, so that what nobody changes goes out as it came in; where the pieces were cut has no
/// influence on tokens other than text.
/// </summary>
/// <remarks>
/// Owned by the isolate's turn. No kept library serves: AngleSharp's tokenizer is internal, pulls from its source and takes the end of what
/// has arrived for the end of the document, and gives text without the bytes it stood for.
/// </remarks>
internal sealed class HtmlTokenizer
{
    /// <summary>The largest tag, comment or doctype in bytes; images in attributes are the largest honest ones.</summary>
    public const int MaxTokenBytes = 4 << 20;

    /// <summary>The most attributes of a tag.</summary>
    public const int MaxAttributes = 4_096;

    private readonly List<HtmlAttributeSpan> _attributes = [];
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _isComplete;

    // How far the token that begins at the start of the rest was looked at, and in which state that was.
    private int _position;
    private State _state;
    private int _nameEnd;
    private int _attributeStart;
    private int _attributeNameEnd;
    private int _valueStart;
    private byte _quote;
    private bool _isPlaintext;
    private byte[]? _rawTextName;
    private ScriptText? _script;

    private enum State
    {
        Text,
        TagName,
        BeforeAttribute,
        AttributeName,
        AfterAttributeName,
        BeforeValue,
        Quoted,
        Unquoted,
        SelfClosing,
        Comment,
        Bogus,
        CData,
        Doctype,
    }

    /// <summary>Whether <c>&lt;![CDATA[</c> begins a section: inside SVG and MathML.</summary>
    public bool AllowsCData { get; set; }

    /// <summary>The attributes of the last start tag, relative to its bytes.</summary>
    public IReadOnlyList<HtmlAttributeSpan> Attributes => _attributes;

    private int Length => _end - _start;

    /// <summary>What follows is text up to the end tag of that name (title, style, script, ...).</summary>
    public void EnterRawText(string name)
    {
        _rawTextName = Encoding.ASCII.GetBytes(name);
        _script = name == "script" ? new() : null;
    }

    /// <summary>What follows is text to the end of the document.</summary>
    public void EnterPlaintext() => _isPlaintext = true;

    /// <summary>Adds bytes, which are copied.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _end < bytes.Length)
        {
            var larger = Length + bytes.Length > _buffer.Length / 2 ? new byte[Math.Max(256, (Length + bytes.Length) * 2)] : _buffer;
            _buffer.AsSpan(_start, Length).CopyTo(larger);
            (_buffer, _start, _end) = (larger, 0, Length);
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>No more bytes come.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>The next token, if all of it is there.</summary>
    /// <exception cref="InvalidDataException">A token is larger than it may be.</exception>
    public bool TryRead(out HtmlToken token)
    {
        if (_state == State.Text)
        {
            if (TryReadText(out token))
            {
                return true;
            }

            if (_state == State.Text)
            {
                return false;
            }
        }

        if (TryReadMarkup(out token))
        {
            return true;
        }

        if (Length > MaxTokenBytes)
        {
            throw new InvalidDataException($"A tag, comment or doctype of the document is larger than {MaxTokenBytes} bytes.");
        }

        if (!_isComplete || Length == 0)
        {
            return false;
        }

        // The document ends inside it. A comment is one all the same; the rest of a tag is nothing to a browser.
        token = _state is State.Comment or State.Bogus
            ? Take(HtmlTokenKind.Comment, Length, (_state == State.Comment ? 4 : 2)..Length)
            : Take(HtmlTokenKind.Other, Length, default);
        return true;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f';

    private static bool IsLetter(byte b) => (uint)((b | 0x20) - 'a') < 26;

    // Text up to the next markup; when that is decided, the state says what it is.
    private bool TryReadText(out HtmlToken token)
    {
        token = default;
        var rest = _buffer.AsSpan(_start, Length);
        while (true)
        {
            var found = _isPlaintext ? -1 : rest[_position..].IndexOf((byte)'<');
            if (found < 0)
            {
                return TryTakeText(rest.Length, out token);
            }

            var at = _position + found;
            if (IsMarkup(rest[at..]) is not { } isMarkup)
            {
                // More bytes have to come before this is decided.
                _position = at;
                return TryTakeText(at, out token);
            }

            if (!isMarkup)
            {
                _position = at + 1;
                continue;
            }

            if (at > 0)
            {
                // It is looked at again, as the beginning of the rest.
                return TryTakeText(at, out token);
            }

            if (_script is { IsDoubleEscaped: true })
            {
                _position = 1;
                continue;
            }

            _state = StateOf(rest);
            _position = _state switch { State.Comment => 4, State.CData => 9, State.TagName when rest[1] != '/' => 1, _ => 2 };
            _attributes.Clear();
            return false;
        }
    }

    private bool TryTakeText(int length, out HtmlToken token)
    {
        token = default;
        if (length == 0)
        {
            return false;
        }

        var kept = _position - length;
        token = Take(HtmlTokenKind.Text, length, default);
        _script?.Add(token.Raw.Span);
        _position = Math.Max(0, kept);
        return true;
    }

    // Whether "<" begins markup here; null while that cannot be known.
    private bool? IsMarkup(ReadOnlySpan<byte> text)
    {
        if (_rawTextName is { } name)
        {
            return IsEndTagOf(name, text);
        }

        if (text.Length < 2)
        {
            return Undecided();
        }

        switch (text[1])
        {
            case (byte)'/':
                return text.Length < 3 ? Undecided() : true;
            case (byte)'!':
                // What it is takes up to nine bytes to know, but markup it is.
                return text.Length < 9 && !_isComplete && IsStartOfDeclaration(text) ? null : true;
            case (byte)'?':
                return true;
            default:
                return IsLetter(text[1]);
        }
    }

    private bool? Undecided() => _isComplete ? false : null;

    private static bool IsStartOfDeclaration(ReadOnlySpan<byte> text) =>
        (text.Length < 4 && "<!--"u8.StartsWith(text)) || "<![CDATA["u8.StartsWith(text) || IsStartIgnoringCase("<!doctype"u8, text);

    private static bool IsStartIgnoringCase(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> text) =>
        text.Length <= whole.Length && Ascii.EqualsIgnoreCase(whole[..text.Length], text);

    private bool? IsEndTagOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        var length = 2 + name.Length;
        for (var i = 1; i < Math.Min(text.Length, length); i++)
        {
            if ((i == 1 ? (byte)'/' : name[i - 2]) != (i == 1 ? text[i] : (byte)(text[i] | 0x20)))
            {
                return false;
            }
        }

        return text.Length <= length ? Undecided() : IsSpace(text[length]) || text[length] is (byte)'/' or (byte)'>';
    }

    private State StateOf(ReadOnlySpan<byte> text) => text[1] switch
    {
        (byte)'/' => IsLetter(text[2]) ? State.TagName : State.Bogus,
        (byte)'?' => State.Bogus,
        (byte)'!' when text.StartsWith("<!--"u8) => State.Comment,
        (byte)'!' when AllowsCData && text.StartsWith("<![CDATA["u8) => State.CData,
        (byte)'!' when text.Length >= 9 && IsStartIgnoringCase("<!doctype"u8, text[..9]) => State.Doctype,
        (byte)'!' => State.Bogus,
        _ => State.TagName,
    };

    private bool TryReadMarkup(out HtmlToken token)
    {
        var rest = _buffer.AsSpan(_start, Length);
        switch (_state)
        {
            case State.Comment:
                return TryReadComment(rest, out token);
            case State.CData:
                return TryReadTo(rest, "]]>"u8, HtmlTokenKind.Other, out token);
            case State.Doctype:
                return TryReadTo(rest, ">"u8, HtmlTokenKind.Doctype, out token);
            case State.Bogus:
                // Nothing at all between </ and >.
                return TryReadTo(rest, ">"u8, rest.Length > 2 && rest[1] == '/' && rest[2] == '>' ? HtmlTokenKind.Other : HtmlTokenKind.Comment, out token);
            default:
                return TryReadTag(rest, out token);
        }
    }

    private bool TryReadTo(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> end, HtmlTokenKind kind, out HtmlToken token)
    {
        token = default;
        var found = _position < rest.Length ? rest[_position..].IndexOf(end) : -1;
        if (found < 0)
        {
            _position = Math.Max(_position, rest.Length - end.Length + 1);
            return false;
        }

        var length = _position + found + end.Length;
        token = Take(kind, length, (rest[1] == '?' ? 1 : 2)..(length - end.Length));
        return true;
    }

    private bool TryReadComment(ReadOnlySpan<byte> rest, out HtmlToken token)
    {
        token = default;
        while (_position < rest.Length && rest[_position..].IndexOf((byte)'>') is >= 0 and var found)
        {
            var i = _position + found;
            _position = i + 1;
            // --> and --!>, and <!--> and <!---> which are empty.
            var content = i == 4 || (i == 5 && rest[4] == '-') ? 4
                : i >= 6 && rest[i - 1] == '-' && rest[i - 2] == '-' ? i - 2
                : i >= 7 && rest[i - 1] == '!' && rest[i - 2] == '-' && rest[i - 3] == '-' ? i - 3
                : -1;
            if (content >= 0)
            {
                token = Take(HtmlTokenKind.Comment, i + 1, 4..content);
                return true;
            }
        }

        _position = Math.Max(_position, rest.Length);
        return false;
    }

    private bool TryReadTag(ReadOnlySpan<byte> rest, out HtmlToken token)
    {
        token = default;
        while (_position < rest.Length)
        {
            var b = rest[_position];
            switch (_state)
            {
                case State.TagName:
                    if (IsSpace(b) || b is (byte)'/' or (byte)'>')
                    {
                        _nameEnd = _position;
                        _state = State.BeforeAttribute;
                        continue;
                    }

                    break;
                case State.BeforeAttribute:
                    if (b == '>')
                    {
                        token = TakeTag(rest, isSelfClosing: false);
                        return true;
                    }

                    if (b == '/')
                    {
                        _state = State.SelfClosing;
                    }
                    else if (!IsSpace(b))
                    {
                        (_attributeStart, _state) = (_position, State.AttributeName);
                    }

                    break;
                case State.SelfClosing:
                    if (b == '>')
                    {
                        token = TakeTag(rest, isSelfClosing: true);
                        return true;
                    }

                    _state = State.BeforeAttribute;
                    continue;
                case State.AttributeName:
                    // An equals sign at the beginning belongs to the name.
                    if (IsSpace(b) || b is (byte)'/' or (byte)'>' || (b == '=' && _position > _attributeStart))
                    {
                        (_attributeNameEnd, _state) = (_position, State.AfterAttributeName);
                        continue;
                    }

                    break;
                case State.AfterAttributeName:
                    if (b == '=')
                    {
                        _state = State.BeforeValue;
                    }
                    else if (!IsSpace(b))
                    {
                        AddAttribute(_attributeNameEnd, _attributeNameEnd, _attributeNameEnd);
                        _state = State.BeforeAttribute;
                        continue;
                    }

                    break;
                case State.BeforeValue:
                    if (b is (byte)'"' or (byte)'\'')
                    {
                        (_quote, _valueStart, _state) = (b, _position + 1, State.Quoted);
                    }
                    else if (b == '>')
                    {
                        AddAttribute(_attributeNameEnd, _attributeNameEnd, _attributeNameEnd);
                        _state = State.BeforeAttribute;
                        continue;
                    }
                    else if (!IsSpace(b))
                    {
                        (_valueStart, _state) = (_position, State.Unquoted);
                    }

                    break;
                case State.Quoted:
                    var quote = rest[_position..].IndexOf(_quote);
                    if (quote < 0)
                    {
                        _position = rest.Length;
                        return false;
                    }

                    _position += quote;
                    AddAttribute(_valueStart, _position, _position + 1);
                    _state = State.BeforeAttribute;
                    break;
                default:
                    if (IsSpace(b) || b == '>')
                    {
                        AddAttribute(_valueStart, _position, _position);
                        _state = State.BeforeAttribute;
                        continue;
                    }

                    break;
            }

            _position++;
        }

        return false;
    }

    private void AddAttribute(int valueStart, int valueEnd, int end)
    {
        if (_attributes.Count == MaxAttributes)
        {
            throw new InvalidDataException($"A tag of the document has more than {MaxAttributes} attributes.");
        }

        _attributes.Add(new(_attributeStart.._attributeNameEnd, valueStart..valueEnd, _attributeStart..end));
    }

    private HtmlToken TakeTag(ReadOnlySpan<byte> rest, bool isSelfClosing)
    {
        var isEnd = rest[1] == '/';
        (_rawTextName, _script) = (null, null);
        return Take(isEnd ? HtmlTokenKind.EndTag : HtmlTokenKind.StartTag, _position + 1, (isEnd ? 2 : 1).._nameEnd, isSelfClosing);
    }

    private HtmlToken Take(HtmlTokenKind kind, int length, Range content, bool isSelfClosing = false)
    {
        var raw = _buffer.AsMemory(_start, length);
        _start += length;
        (_state, _position) = (State.Text, 0);
        return new(kind, raw, raw[content], isSelfClosing);
    }
}
