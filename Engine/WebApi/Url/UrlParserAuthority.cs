namespace PureEdge.Engine.WebApi.Url;

/// <content>The states between the scheme and the path: credentials, host, port, and the hosts of files.</content>
internal ref partial struct UrlParser
{
    private readonly int AuthorityLength()
    {
        var length = _url.IsSpecial ? Remaining.IndexOfAny("/?#\\") : Remaining.IndexOfAny("/?#");
        return length < 0 ? Remaining.Length : length;
    }

    private bool AuthorityState()
    {
        var authority = Remaining[..AuthorityLength()];
        // The standard meets each '@' in turn and encodes all but the last; finding the last at once comes to the same.
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            if (at == authority.Length - 1)
            {
                return false;
            }

            var credentials = authority[..at];
            var colon = credentials.IndexOf(':');
            _url.Username = PercentEncoding.Encode(colon < 0 ? credentials : credentials[..colon], PercentEncodeSet.UserInfo);
            _url.Password = colon < 0 ? "" : PercentEncoding.Encode(credentials[(colon + 1)..], PercentEncodeSet.UserInfo);
            _position += at + 1;
        }

        return HostState();
    }

    private bool HostState()
    {
        if (HasOverride && _url.Scheme == "file")
        {
            return FileHostState();
        }

        var authority = Remaining[..AuthorityLength()];
        var colon = HostEnd(authority);
        var buffer = colon < 0 ? authority : authority[..colon];
        if (colon >= 0)
        {
            if (buffer.IsEmpty || _override == UrlStateOverride.HostName)
            {
                return false;
            }
        }
        else if (buffer.IsEmpty)
        {
            if (_url.IsSpecial || (HasOverride && (_url.HasCredentials || _url.Port >= 0)))
            {
                return false;
            }
        }

        if (HostParser.Parse(buffer, isOpaque: !_url.IsSpecial) is not { } host)
        {
            return false;
        }

        _url.Host = host;
        _position += buffer.Length;
        if (colon >= 0)
        {
            _position++;
            return PortState();
        }

        return HasOverride || PathStartState();
    }

    /// <summary>The first colon that is not inside brackets.</summary>
    private static int HostEnd(ReadOnlySpan<char> authority)
    {
        var insideBrackets = false;
        for (var i = 0; i < authority.Length; i++)
        {
            switch (authority[i])
            {
                case '[':
                    insideBrackets = true;
                    break;
                case ']':
                    insideBrackets = false;
                    break;
                case ':' when !insideBrackets:
                    return i;
            }
        }

        return -1;
    }

    private bool PortState()
    {
        var start = _position;
        var port = 0;
        while (char.IsAsciiDigit(Current))
        {
            // Digits beyond the limit are still consumed: what follows them decides nothing, the port is refused either way.
            port = Math.Min((port * 10) + (Current - '0'), ushort.MaxValue + 1);
            _position++;
        }

        if (!AtEnd && Current is not ('/' or '?' or '#') && !IsSlash(Current) && !HasOverride)
        {
            return false;
        }

        if (_position > start)
        {
            if (port > ushort.MaxValue)
            {
                return false;
            }

            _url.Port = port == SpecialScheme.DefaultPort(_url.Scheme) ? -1 : port;
        }

        return HasOverride ? _position > start : PathStartState();
    }

    private bool FileState()
    {
        _url.Scheme = "file";
        _url.Host = "";
        if (Current is '/' or '\\')
        {
            _position++;
            return FileSlashState();
        }

        if (_base is not { Scheme: "file" })
        {
            return PathState();
        }

        _url.Host = _base.Host;
        _url.PathName = _base.PathName;
        return RelativeQueryOrPath(dropSegment: !StartsWithWindowsDriveLetter(Remaining));
    }

    private bool FileSlashState()
    {
        if (Current is '/' or '\\')
        {
            _position++;
            return FileHostState();
        }

        if (_base is { Scheme: "file" })
        {
            _url.Host = _base.Host;
            if (!StartsWithWindowsDriveLetter(Remaining) && HasDriveLetterFirst(_base.PathName))
            {
                _url.PathName = _base.PathName[..3];
            }
        }

        return PathState();
    }

    private bool FileHostState()
    {
        var length = Remaining.IndexOfAny("/\\?#");
        var buffer = length < 0 ? Remaining : Remaining[..length];
        if (!HasOverride && IsWindowsDriveLetter(buffer))
        {
            // "C|/x" after "file://": a path and no host.
            return PathState();
        }

        if (buffer.IsEmpty)
        {
            _url.Host = "";
            return HasOverride || PathStartState();
        }

        if (HostParser.Parse(buffer, isOpaque: false) is not { } host)
        {
            return false;
        }

        _url.Host = host == "localhost" ? "" : host;
        _position += buffer.Length;
        return HasOverride || PathStartState();
    }

    private static bool IsWindowsDriveLetter(ReadOnlySpan<char> text) =>
        text.Length == 2 && char.IsAsciiLetter(text[0]) && text[1] is ':' or '|';

    private static bool StartsWithWindowsDriveLetter(ReadOnlySpan<char> text) =>
        text.Length >= 2 && IsWindowsDriveLetter(text[..2]) && (text.Length == 2 || text[2] is '/' or '\\' or '?' or '#');

    /// <summary>Whether the first segment of a serialised path is a normalised drive letter.</summary>
    private static bool HasDriveLetterFirst(ReadOnlySpan<char> path) =>
        path.Length >= 3 && path[0] == '/' && char.IsAsciiLetter(path[1]) && path[2] == ':' && (path.Length == 3 || path[3] == '/');
}
