using System.Buffers;
using System.Globalization;

namespace PureEdge.Engine.WebApi.Url;

/// <content>
/// The fast path: an absolute http(s) URL that parsing would not change. It is found by four vectorised searches, and its
/// components are cut out of the input only when somebody asks. Whatever looks unusual goes to <see cref="UrlParser"/>.
/// </content>
internal sealed partial class UrlRecord
{
    // No '%': a domain is percent-decoded. No '@', '\\', '[' and the like: they have a meaning.
    private static readonly SearchValues<char> PlainHost = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.~");

    private static UrlRecord? TryParsePlain(string input)
    {
        int hostStart;
        string scheme;
        if (input.StartsWith("https://", StringComparison.Ordinal))
        {
            (scheme, hostStart) = ("https", 8);
        }
        else if (input.StartsWith("http://", StringComparison.Ordinal))
        {
            (scheme, hostStart) = ("http", 7);
        }
        else
        {
            return null;
        }

        var rest = input.AsSpan(hostStart);
        var hostLength = rest.IndexOfAnyExcept(PlainHost);
        if (hostLength <= 0 || !IsPlainDomain(rest[..hostLength]))
        {
            return null;
        }

        var position = hostStart + hostLength;
        var port = -1;
        if (input[position] == ':' && !TryReadPort(input, scheme, ref position, out port))
        {
            return null;
        }

        // Without a slash the serialisation differs from the input.
        if (position >= input.Length || input[position] != '/')
        {
            return null;
        }

        var url = new UrlRecord
        {
            Scheme = scheme,
            Port = port,
            _href = input,
            _hostStart = hostStart,
            _hostEnd = hostStart + hostLength,
            _pathStart = position,
            _queryStart = -1,
            _fragmentStart = -1,
        };
        return url.FindParts(input) ? url : null;
    }

    private bool FindParts(string input)
    {
        var path = input.AsSpan(_pathStart);
        var end = path.IndexOfAnyExcept(PercentEncodeSet.Path.Kept);
        if (MayHaveDotSegment(end < 0 ? path : path[..end]))
        {
            return false;
        }

        if (end >= 0 && path[end] == '?')
        {
            _queryStart = _pathStart + end;
            path = input.AsSpan(_queryStart + 1);
            end = path.IndexOfAnyExcept(PercentEncodeSet.SpecialQuery.Kept);
            end = end < 0 ? end : end + _queryStart + 1 - _pathStart;
        }

        if (end >= 0 && input[_pathStart + end] == '#')
        {
            _fragmentStart = _pathStart + end;
            end = input.AsSpan(_fragmentStart + 1).IndexOfAnyExcept(PercentEncodeSet.Fragment.Kept);
        }

        return end < 0;
    }

    /// <summary>Whether the path has a backslash, "/." or an escaped dot: then segments may have to go.</summary>
    private static bool MayHaveDotSegment(ReadOnlySpan<char> path) =>
        path.Contains('\\') || path.IndexOf("/.") >= 0 || path.IndexOf("%2e", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether a domain of plain characters is no IPv4 address and has no label in Punycode.</summary>
    private static bool IsPlainDomain(ReadOnlySpan<char> domain)
    {
        var last = domain.TrimEnd('.');
        last = last[(last.LastIndexOf('.') + 1)..];
        return last.Length > 0 && !char.IsAsciiDigit(last[0]) && domain.IndexOf("xn--") < 0;
    }

    private static bool TryReadPort(string input, string scheme, ref int position, out int port)
    {
        var digits = input.AsSpan(position + 1);
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        port = -1;
        if (length is < 1 or > 5
            || digits[0] == '0'
            || !int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            || port > ushort.MaxValue
            || port == SpecialScheme.DefaultPort(scheme))
        {
            return false;
        }

        position += 1 + length;
        return true;
    }
}
