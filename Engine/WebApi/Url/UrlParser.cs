using System.Buffers;
using System.Text;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>Where a setter makes the parser begin and end.</summary>
internal enum UrlStateOverride
{
    None,
    SchemeStart,
    Host,
    HostName,
    Port,
    PathStart,
    Query,
    Fragment,
}

/// <summary>
/// The basic URL parser. Each state of the standard is a method that consumes all its characters at once and then calls its
/// successor, so that every character is looked at a bounded number of times.
/// </summary>
/// <remarks>https://url.spec.whatwg.org/#concept-basic-url-parser</remarks>
internal ref partial struct UrlParser
{
    private static readonly SearchValues<char> TabOrNewline = SearchValues.Create("\t\n\r");

    private readonly ReadOnlySpan<char> _input;
    private readonly UrlRecord _url;
    private readonly UrlRecord? _base;
    private readonly UrlStateOverride _override;
    private int _position;

    private UrlParser(ReadOnlySpan<char> input, UrlRecord url, UrlRecord? @base, UrlStateOverride stateOverride)
    {
        _input = input;
        _url = url;
        _base = @base;
        _override = stateOverride;
    }

    private readonly bool AtEnd => _position >= _input.Length;

    /// <summary>The code unit at the pointer; '\0' past the end, where <see cref="AtEnd"/> tells it from a real one.</summary>
    private readonly char Current => _position < _input.Length ? _input[_position] : '\0';

    private readonly ReadOnlySpan<char> Remaining => _input[_position..];

    private readonly bool HasOverride => _override != UrlStateOverride.None;

    private readonly bool IsSlash(char c) => c == '/' || (c == '\\' && _url.IsSpecial);

    public static UrlRecord? Parse(string input, UrlRecord? @base)
    {
        var text = input.AsSpan();
        while (text.Length > 0 && text[0] <= ' ')
        {
            text = text[1..];
        }

        while (text.Length > 0 && text[^1] <= ' ')
        {
            text = text[..^1];
        }

        var url = new UrlRecord();
        var parser = new UrlParser(WithoutTabsAndNewlines(text), url, @base, UrlStateOverride.None);
        return parser.SchemeStartState() ? url : null;
    }

    /// <summary>Parses one component into <paramref name="url"/>, as the setters of the API do.</summary>
    /// <returns><see langword="false"/> for failure; the URL may then have changed in part, as in the standard.</returns>
    public static bool ParseWithOverride(string input, UrlRecord url, UrlStateOverride stateOverride)
    {
        var parser = new UrlParser(WithoutTabsAndNewlines(input), url, null, stateOverride);
        return stateOverride switch
        {
            UrlStateOverride.SchemeStart => parser.SchemeStartState(),
            UrlStateOverride.Host or UrlStateOverride.HostName => parser.HostState(),
            UrlStateOverride.Port => parser.PortState(),
            UrlStateOverride.PathStart => parser.PathStartState(),
            UrlStateOverride.Query => parser.QueryState(),
            _ => parser.FragmentState(),
        };
    }

    private static ReadOnlySpan<char> WithoutTabsAndNewlines(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny(TabOrNewline) < 0)
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not ('\t' or '\n' or '\r'))
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }

    private bool SchemeStartState()
    {
        if (char.IsAsciiLetter(Current))
        {
            return SchemeState();
        }

        return !HasOverride && NoSchemeState();
    }

    private bool SchemeState()
    {
        var end = 0;
        while (end < _input.Length && (char.IsAsciiLetterOrDigit(_input[end]) || _input[end] is '+' or '-' or '.'))
        {
            end++;
        }

        if (end == _input.Length || _input[end] != ':')
        {
            return !HasOverride && NoSchemeState();
        }

        var scheme = SpecialScheme.Lower(_input[..end]);
        if (HasOverride)
        {
            SetScheme(scheme);
            return true;
        }

        _url.Scheme = scheme;
        _position = end + 1;
        if (scheme == "file")
        {
            return FileState();
        }

        if (_url.IsSpecial)
        {
            return _base is not null && _base.Scheme == scheme ? SpecialRelativeOrAuthorityState() : SpecialAuthoritySlashesState();
        }

        if (Current == '/')
        {
            _position++;
            return PathOrAuthorityState();
        }

        return OpaquePathState();
    }

    private readonly void SetScheme(string scheme)
    {
        if (_url.IsSpecial != SpecialScheme.IsSpecial(scheme)
            || ((_url.HasCredentials || _url.Port >= 0) && scheme == "file")
            || (_url.Scheme == "file" && string.IsNullOrEmpty(_url.Host)))
        {
            return;
        }

        _url.Scheme = scheme;
        if (_url.Port == SpecialScheme.DefaultPort(scheme))
        {
            _url.Port = -1;
        }
    }

    private bool NoSchemeState()
    {
        if (_base is null || (_base.HasOpaquePath && Current != '#'))
        {
            return false;
        }

        if (_base.HasOpaquePath)
        {
            _url.Scheme = _base.Scheme;
            _url.PathName = _base.PathName;
            _url.HasOpaquePath = true;
            _url.Query = _base.Query;
            _position++;
            return FragmentState();
        }

        return _base.Scheme == "file" ? FileState() : RelativeState();
    }

    private bool SpecialRelativeOrAuthorityState()
    {
        if (Remaining.StartsWith("//"))
        {
            _position += 2;
            return SpecialAuthorityIgnoreSlashesState();
        }

        return RelativeState();
    }

    private bool PathOrAuthorityState()
    {
        if (Current == '/')
        {
            _position++;
            return AuthorityState();
        }

        return PathState();
    }

    private bool RelativeState()
    {
        _url.Scheme = _base!.Scheme;
        if (IsSlash(Current))
        {
            _position++;
            return RelativeSlashState();
        }

        CopyAuthority();
        _url.PathName = _base.PathName;
        return RelativeQueryOrPath(dropSegment: true);
    }

    /// <summary>The end that the relative and the file state share: a query, a fragment, or a path beside the base's last segment.</summary>
    private bool RelativeQueryOrPath(bool dropSegment)
    {
        _url.Query = _base!.Query;
        switch (Current)
        {
            case '?':
                _position++;
                return QueryState();
            case '#':
                _position++;
                return FragmentState();
        }

        if (AtEnd)
        {
            return true;
        }

        _url.Query = null;
        if (dropSegment)
        {
            ShortenPath();
        }
        else
        {
            _url.PathName = "";
        }

        return PathState();
    }

    private bool RelativeSlashState()
    {
        if (_url.IsSpecial && IsSlash(Current))
        {
            _position++;
            return SpecialAuthorityIgnoreSlashesState();
        }

        if (Current == '/')
        {
            _position++;
            return AuthorityState();
        }

        CopyAuthority();
        return PathState();
    }

    private readonly void CopyAuthority()
    {
        _url.Username = _base!.Username;
        _url.Password = _base.Password;
        _url.Host = _base.Host;
        _url.Port = _base.Port;
    }

    private bool SpecialAuthoritySlashesState()
    {
        if (Remaining.StartsWith("//"))
        {
            _position += 2;
        }

        return SpecialAuthorityIgnoreSlashesState();
    }

    private bool SpecialAuthorityIgnoreSlashesState()
    {
        while (Current is '/' or '\\')
        {
            _position++;
        }

        return AuthorityState();
    }
}
