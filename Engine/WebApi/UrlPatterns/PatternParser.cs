using System.Globalization;
using System.Text;

namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>Parses a pattern into parts.</summary>
/// <remarks>https://urlpattern.spec.whatwg.org/#parse-a-pattern-string</remarks>
internal sealed class PatternParser
{
    private const string FullWildcard = ".*";

    private readonly List<PatternToken> _tokens;
    private readonly PatternOptions _options;
    private readonly Func<string, string> _encode;
    private readonly List<PatternPart> _parts = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly StringBuilder _pending = new();
    private int _index;
    private int _nextName;

    private PatternParser(List<PatternToken> tokens, PatternOptions options, Func<string, string> encode)
    {
        _tokens = tokens;
        _options = options;
        _encode = encode;
    }

    /// <param name="pattern">The pattern, well-formed.</param>
    /// <param name="options">How the component is cut.</param>
    /// <param name="encode">Encodes a piece of fixed text as the component's URLs have it.</param>
    /// <exception cref="PatternSyntaxException">The pattern is not valid.</exception>
    public static List<PatternPart> Parse(string pattern, PatternOptions options, Func<string, string> encode)
    {
        var parser = new PatternParser(PatternTokenizer.Tokenize(pattern, isLenient: false), options, encode);
        parser.Run();
        return parser._parts;
    }

    private void Run()
    {
        while (_index < _tokens.Count)
        {
            var character = TryConsume(TokenType.Char);
            var name = TryConsume(TokenType.Name);
            var matcher = TryConsumeMatcher(name);
            if (name is not null || matcher is not null)
            {
                var prefix = character?.Value ?? "";
                if (prefix.Length > 0 && !_options.IsPrefix(prefix))
                {
                    _pending.Append(prefix);
                    prefix = "";
                }

                FlushPending();
                AddPart(prefix, name, matcher, "", TryConsumeModifier());
            }
            else if ((character ?? TryConsume(TokenType.EscapedChar)) is { } text)
            {
                _pending.Append(text.Value);
            }
            else if (TryConsume(TokenType.Open) is not null)
            {
                var prefix = ConsumeText();
                name = TryConsume(TokenType.Name);
                matcher = TryConsumeMatcher(name);
                var suffix = ConsumeText();
                Require(TokenType.Close);
                AddPart(prefix, name, matcher, suffix, TryConsumeModifier());
            }
            else
            {
                FlushPending();
                Require(TokenType.End);
            }
        }
    }

    private PatternToken? TryConsume(TokenType type) => _tokens[_index].Type == type ? _tokens[_index++] : null;

    private PatternToken? TryConsumeMatcher(PatternToken? name) => TryConsume(TokenType.Regexp) ?? (name is null ? TryConsume(TokenType.Asterisk) : null);

    private char TryConsumeModifier() => (TryConsume(TokenType.OtherModifier) ?? TryConsume(TokenType.Asterisk))?.Value[0] ?? '\0';

    private string ConsumeText()
    {
        var text = new StringBuilder();
        while ((TryConsume(TokenType.Char) ?? TryConsume(TokenType.EscapedChar)) is { } token)
        {
            text.Append(token.Value);
        }

        return text.ToString();
    }

    private void Require(TokenType type)
    {
        if (TryConsume(type) is null)
        {
            var found = _tokens[_index];
            throw new PatternSyntaxException(found.Type == TokenType.End
                ? "Invalid pattern: a group in braces is not closed."
                : $"Invalid pattern: \"{found.Value}\" is not allowed at index {found.Index}.");
        }
    }

    private void FlushPending()
    {
        if (_pending.Length > 0)
        {
            _parts.Add(new(PartType.FixedText, _encode(_pending.ToString()), '\0'));
            _pending.Clear();
        }
    }

    private void AddPart(string prefix, PatternToken? name, PatternToken? matcher, string suffix, char modifier)
    {
        if (name is null && matcher is null)
        {
            if (modifier == '\0')
            {
                _pending.Append(prefix);
                return;
            }

            FlushPending();
            if (prefix.Length > 0)
            {
                _parts.Add(new(PartType.FixedText, _encode(prefix), modifier));
            }

            return;
        }

        FlushPending();
        var value = matcher switch
        {
            null => _options.SegmentRegexp,
            { Type: TokenType.Asterisk } => FullWildcard,
            _ => matcher.Value.Value,
        };
        var type = value == _options.SegmentRegexp ? PartType.SegmentWildcard : value == FullWildcard ? PartType.FullWildcard : PartType.Regexp;
        var groupName = name?.Value ?? (_nextName++).ToString(CultureInfo.InvariantCulture);
        if (!_names.Add(groupName))
        {
            throw new PatternSyntaxException($"Invalid pattern: the name \"{groupName}\" is used twice.");
        }

        _parts.Add(new(type, type == PartType.Regexp ? value : "", modifier, groupName, _encode(prefix), _encode(suffix)));
    }
}
