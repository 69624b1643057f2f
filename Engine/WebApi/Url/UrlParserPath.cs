using System.Buffers;

namespace PureEdge.Engine.WebApi.Url;

/// <content>The states of the path, the query and the fragment.</content>
internal ref partial struct UrlParser
{
    private static readonly SearchValues<char> PathEnd = SearchValues.Create("?#");

    private bool PathStartState()
    {
        if (_url.IsSpecial)
        {
            if (Current is '/' or '\\')
            {
                _position++;
            }

            return PathState();
        }

        if (!HasOverride && Current is '?' or '#')
        {
            return AfterPath();
        }

        if (!AtEnd)
        {
            if (Current == '/')
            {
                _position++;
            }

            return PathState();
        }

        if (HasOverride && _url.Host is null)
        {
            _url.PathName += "/";
        }

        return true;
    }

    private bool PathState()
    {
        var end = HasOverride ? -1 : Remaining.IndexOfAny(PathEnd);
        var text = end < 0 ? Remaining : Remaining[..end];
        _position += text.Length;
        var path = new CharBuffer(_url.PathName.Length + text.Length + 16);
        path.Append(_url.PathName);
        while (true)
        {
            var slash = _url.IsSpecial ? text.IndexOfAny('/', '\\') : text.IndexOf('/');
            AppendSegment(ref path, slash < 0 ? text : text[..slash], isLast: slash < 0);
            if (slash < 0)
            {
                break;
            }

            text = text[(slash + 1)..];
        }

        _url.PathName = path.ToString();
        path.Dispose();
        return AfterPath();
    }

    private readonly void AppendSegment(ref CharBuffer path, ReadOnlySpan<char> segment, bool isLast)
    {
        if (IsDoubleDot(segment))
        {
            ShortenPath(ref path);
            if (isLast)
            {
                path.Append('/');
            }

            return;
        }

        if (IsSingleDot(segment))
        {
            if (isLast)
            {
                path.Append('/');
            }

            return;
        }

        var isDrive = path.Length == 0 && _url.Scheme == "file" && IsWindowsDriveLetter(segment);
        path.Append('/');
        if (isDrive)
        {
            path.Append([segment[0], ':']);
        }
        else
        {
            PercentEncoding.Append(ref path, segment, PercentEncodeSet.Path);
        }
    }

    private static bool IsSingleDot(ReadOnlySpan<char> segment) =>
        segment.Length switch
        {
            1 => segment[0] == '.',
            3 => segment.Equals("%2e", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };

    private static bool IsDoubleDot(ReadOnlySpan<char> segment) =>
        segment.Length switch
        {
            2 => segment is "..",
            4 => segment.Equals(".%2e", StringComparison.OrdinalIgnoreCase) || segment.Equals("%2e.", StringComparison.OrdinalIgnoreCase),
            6 => segment.Equals("%2e%2e", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };

    private readonly void ShortenPath()
    {
        if (_url.Scheme == "file" && _url.PathName.Length == 3 && HasDriveLetterFirst(_url.PathName))
        {
            return;
        }

        var slash = _url.PathName.LastIndexOf('/');
        _url.PathName = slash < 0 ? "" : _url.PathName[..slash];
    }

    private readonly void ShortenPath(ref CharBuffer path)
    {
        if (_url.Scheme == "file" && path.Length == 3 && HasDriveLetterFirst(path.Text))
        {
            return;
        }

        path.Truncate(Math.Max(path.Text.LastIndexOf('/'), 0));
    }

    private bool OpaquePathState()
    {
        _url.HasOpaquePath = true;
        var end = Remaining.IndexOfAny(PathEnd);
        var text = end < 0 ? Remaining : Remaining[..end];
        _position += text.Length;
        var path = PercentEncoding.Encode(text, PercentEncodeSet.C0Control);
        // A space at the end would be lost when the URL is parsed again without what follows.
        _url.PathName = end >= 0 && path.EndsWith(' ') ? path[..^1] + "%20" : path;
        return AfterPath();
    }

    private bool AfterPath()
    {
        if (AtEnd)
        {
            return true;
        }

        var isQuery = Current == '?';
        _position++;
        return isQuery ? QueryState() : FragmentState();
    }

    private bool QueryState()
    {
        var end = HasOverride ? -1 : Remaining.IndexOf('#');
        var text = end < 0 ? Remaining : Remaining[..end];
        _position += text.Length;
        _url.Query = PercentEncoding.Encode(text, _url.IsSpecial ? PercentEncodeSet.SpecialQuery : PercentEncodeSet.Query);
        if (end >= 0)
        {
            _position++;
            return FragmentState();
        }

        return true;
    }

    private readonly bool FragmentState()
    {
        _url.Fragment = PercentEncoding.Encode(Remaining, PercentEncodeSet.Fragment);
        return true;
    }
}
