namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>Cuts a pattern that is written like a URL into the patterns of its components.</summary>
/// <remarks>https://urlpattern.spec.whatwg.org/#constructor-string-parsing</remarks>
internal sealed class ConstructorStringParser
{
    private readonly string _input;
    private readonly List<PatternToken> _tokens;
    private readonly Func<string, bool> _matchesSpecialScheme;
    private readonly PatternInit _result = new();
    private int _componentStart;
    private int _index;
    private int _increment = 1;
    private int _groupDepth;
    private int _bracketDepth;
    private bool _isSpecial;
    private State _state = State.Init;

    private ConstructorStringParser(string input, Func<string, bool> matchesSpecialScheme)
    {
        _input = input;
        _tokens = PatternTokenizer.Tokenize(input, isLenient: true);
        _matchesSpecialScheme = matchesSpecialScheme;
    }

    // In the order of a URL.
    private enum State
    {
        Init,
        Protocol,
        Authority,
        Username,
        Password,
        Hostname,
        Port,
        Pathname,
        Search,
        Hash,
        Done,
    }

    /// <param name="input">The pattern.</param>
    /// <param name="matchesSpecialScheme">Whether a protocol's pattern matches a special scheme.</param>
    /// <exception cref="PatternSyntaxException">The protocol's pattern is not valid.</exception>
    public static PatternInit Parse(string input, Func<string, bool> matchesSpecialScheme)
    {
        var parser = new ConstructorStringParser(input, matchesSpecialScheme);
        parser.Run();
        return parser._result;
    }

    private void Run()
    {
        for (; _index < _tokens.Count; _index += _increment)
        {
            _increment = 1;
            if (_tokens[_index].Type == TokenType.End)
            {
                if (AtEnd())
                {
                    break;
                }
            }
            else if (_tokens[_index].Type == TokenType.Open)
            {
                _groupDepth++;
            }
            else if (_groupDepth == 0 || (_tokens[_index].Type == TokenType.Close && --_groupDepth >= 0))
            {
                Step();
            }
        }

        if (_result[UrlComponent.Hostname] is not null)
        {
            _result[UrlComponent.Port] ??= "";
        }
    }

    /// <returns>Whether that was all.</returns>
    private bool AtEnd()
    {
        switch (_state)
        {
            case State.Init:
                // No protocol: the pattern is relative.
                Rewind(State.Init);
                _ = Is('#') ? Enter(State.Hash, 1) : IsSearchPrefix() ? Enter(State.Search, 1) : Enter(State.Pathname, 0);
                return false;
            case State.Authority:
                Rewind(State.Hostname);
                return false;
            default:
                Enter(State.Done, 0);
                return true;
        }
    }

    private void Step()
    {
        switch (_state)
        {
            case State.Init when Is(':'):
                Rewind(State.Protocol);
                break;
            case State.Protocol when Is(':'):
                _isSpecial = _matchesSpecialScheme(Component());
                var hasSlashes = Is('/', 1) && Is('/', 2);
                Enter(hasSlashes || _isSpecial ? State.Authority : State.Pathname, hasSlashes ? 3 : 1);
                break;
            case State.Authority when Is('@'):
                Rewind(State.Username);
                break;
            case State.Authority when Is('/') || IsSearchPrefix() || Is('#'):
                Rewind(State.Hostname);
                break;
            case State.Username when Is(':'):
                Enter(State.Password, 1);
                break;
            case State.Username or State.Password when Is('@'):
                Enter(State.Hostname, 1);
                break;
            case State.Hostname when Is('['):
                _bracketDepth++;
                break;
            case State.Hostname when Is(']'):
                _bracketDepth--;
                break;
            case State.Hostname when Is(':') && _bracketDepth == 0:
                Enter(State.Port, 1);
                break;
            case State.Hostname or State.Port when Is('/'):
                Enter(State.Pathname, 0);
                break;
            case State.Hostname or State.Port or State.Pathname when IsSearchPrefix():
                Enter(State.Search, 1);
                break;
            case State.Hostname or State.Port or State.Pathname or State.Search when Is('#'):
                Enter(State.Hash, 1);
                break;
        }
    }

    private void Rewind(State state)
    {
        _index = _componentStart;
        _increment = 0;
        _state = state;
    }

    private bool Enter(State state, int skip)
    {
        if (_state is not (State.Init or State.Authority or State.Done))
        {
            _result[ComponentOf(_state)] = Component();
        }

        if (_state != State.Init && state != State.Done)
        {
            if (_state <= State.Password && state is >= State.Port and <= State.Hash)
            {
                _result[UrlComponent.Hostname] ??= "";
            }

            if (_state <= State.Port && state is State.Search or State.Hash)
            {
                _result[UrlComponent.Pathname] ??= _isSpecial ? "/" : "";
            }

            if (_state <= State.Pathname && state == State.Hash)
            {
                _result[UrlComponent.Search] ??= "";
            }
        }

        _state = state;
        _index += skip;
        _componentStart = _index;
        _increment = 0;
        return true;
    }

    private static UrlComponent ComponentOf(State state) => state switch
    {
        State.Protocol => UrlComponent.Protocol,
        State.Username => UrlComponent.Username,
        State.Password => UrlComponent.Password,
        State.Hostname => UrlComponent.Hostname,
        State.Port => UrlComponent.Port,
        State.Pathname => UrlComponent.Pathname,
        State.Search => UrlComponent.Search,
        _ => UrlComponent.Hash,
    };

    private string Component() => _input[SafeToken(_componentStart).Index.._tokens[_index].Index];

    private PatternToken SafeToken(int index) => index < _tokens.Count ? _tokens[index] : _tokens[^1];

    /// <summary>Whether a token is this character and not syntax of the pattern.</summary>
    private bool Is(char c, int ahead = 0)
    {
        var token = SafeToken(_index + ahead);
        return token.Type is TokenType.Char or TokenType.EscapedChar or TokenType.InvalidChar && token.Value.Length == 1 && token.Value[0] == c;
    }

    // A question mark after a group is its modifier.
    private bool IsSearchPrefix() =>
        Is('?') || (_tokens[_index].Value == "?"
            && (_index == 0 || _tokens[_index - 1].Type is not (TokenType.Name or TokenType.Regexp or TokenType.Close or TokenType.Asterisk)));
}
