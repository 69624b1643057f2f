using System.Globalization;
using System.Text;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>
/// A URL: its components as strings, in their serialised form. A path of segments is kept as <c>/a/b</c>, which says the same as
/// the standard's list, since no segment contains a slash.
/// </summary>
/// <remarks>Owned by one isolate's turn once it is mutable (the setters); <see cref="Parse"/> is thread-safe.
/// https://url.spec.whatwg.org/#concept-url</remarks>
internal sealed partial class UrlRecord
{
    /// <summary>Longer inputs are refused, as browsers do: they are attacks or mistakes, and encoding may make them nine times longer.</summary>
    public const int MaxInputLength = 2 * 1024 * 1024;

    private string? _href;
    private string _path = "";
    private string? _query;
    private string? _fragment;
    private string? _host;

    // Where the components are in _href while nobody has asked for them (the fast path); -1 when they are in their fields.
    private int _hostStart = -1;
    private int _hostEnd;
    private int _pathStart;
    private int _queryStart;
    private int _fragmentStart;

    public string Scheme { get; internal set; } = "";

    public string Username { get; internal set; } = "";

    public string Password { get; internal set; } = "";

    /// <summary>The serialised host: a domain, an IPv4 address, an IPv6 address in brackets, an opaque host, or nothing at all.</summary>
    public string? Host
    {
        get
        {
            Slice();
            return _host;
        }

        internal set => _host = value;
    }

    /// <summary>-1 when there is none, or it is the scheme's default.</summary>
    public int Port { get; internal set; } = -1;

    /// <summary>The path as in the URL: opaque, or segments each after a slash.</summary>
    public string PathName
    {
        get
        {
            Slice();
            return _path;
        }

        internal set => _path = value;
    }

    public bool HasOpaquePath { get; internal set; }

    /// <summary>The query without its question mark, or <see langword="null"/>.</summary>
    public string? Query
    {
        get
        {
            Slice();
            return _query;
        }

        internal set => _query = value;
    }

    /// <summary>The fragment without its number sign, or <see langword="null"/>.</summary>
    public string? Fragment
    {
        get
        {
            Slice();
            return _fragment;
        }

        internal set => _fragment = value;
    }

    public bool IsSpecial => SpecialScheme.IsSpecial(Scheme);

    public bool HasCredentials => Username.Length > 0 || Password.Length > 0;

    /// <summary>The <c>search</c> attribute: with its question mark, or empty.</summary>
    public string Search => string.IsNullOrEmpty(Query) ? "" : "?" + Query;

    /// <summary>The <c>hash</c> attribute: with its number sign, or empty.</summary>
    public string Hash => string.IsNullOrEmpty(Fragment) ? "" : "#" + Fragment;

    /// <summary>The <c>host</c> attribute: host and port.</summary>
    public string HostAndPort => Port < 0 ? Host ?? "" : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>The serialised URL.</summary>
    public string Href => _href ??= Serialize(excludeFragment: false);

    /// <summary>The serialised origin; "null" for an opaque one. https://url.spec.whatwg.org/#concept-url-origin</summary>
    public string Origin
    {
        get
        {
            switch (Scheme)
            {
                case "blob":
                    return Parse(PathName) is { Scheme: "http" or "https" } inner ? inner.Origin : "null";
                case "ftp" or "http" or "https" or "ws" or "wss":
                    return Scheme + "://" + HostAndPort;
                default:
                    return "null";
            }
        }
    }

    /// <summary>Parses a string, against a base if one is given. A string need not be well-formed UTF-16.</summary>
    /// <returns><see langword="null"/> when it is no valid URL, or too long.</returns>
    public static UrlRecord? Parse(string input, UrlRecord? @base = null)
    {
        if (input.Length > MaxInputLength)
        {
            return null;
        }

        // An absolute http(s) URL that is already serialised does not depend on a base.
        return TryParsePlain(input) ?? UrlParser.Parse(input, @base);
    }

    /// <summary>https://url.spec.whatwg.org/#url-serializing</summary>
    public string Serialize(bool excludeFragment)
    {
        if (_href is not null && (!excludeFragment || Fragment is null))
        {
            return _href;
        }

        var output = new StringBuilder(Scheme.Length + PathName.Length + 32).Append(Scheme).Append(':');
        if (Host is not null)
        {
            output.Append("//");
            if (HasCredentials)
            {
                output.Append(Username);
                if (Password.Length > 0)
                {
                    output.Append(':').Append(Password);
                }

                output.Append('@');
            }

            output.Append(Host);
            if (Port >= 0)
            {
                output.Append(':').Append(CultureInfo.InvariantCulture, $"{Port}");
            }
        }
        else if (!HasOpaquePath && PathName.StartsWith("//", StringComparison.Ordinal))
        {
            // Else the path would read as an authority.
            output.Append("/.");
        }

        output.Append(PathName);
        if (Query is not null)
        {
            output.Append('?').Append(Query);
        }

        if (!excludeFragment && Fragment is not null)
        {
            output.Append('#').Append(Fragment);
        }

        return output.ToString();
    }

    /// <summary>A copy that may be changed.</summary>
    public UrlRecord Clone() => (UrlRecord)MemberwiseClone();

    /// <summary>To be called before a component is set: from then on the fields count and not the serialisation.</summary>
    internal void BeginChange()
    {
        Slice();
        _href = null;
    }

    private void Slice()
    {
        if (_hostStart < 0)
        {
            return;
        }

        var href = _href!;
        _host = href[_hostStart.._hostEnd];
        _path = href[_pathStart..(_queryStart >= 0 ? _queryStart : _fragmentStart >= 0 ? _fragmentStart : href.Length)];
        _query = _queryStart < 0 ? null : href[(_queryStart + 1)..(_fragmentStart >= 0 ? _fragmentStart : href.Length)];
        _fragment = _fragmentStart < 0 ? null : href[(_fragmentStart + 1)..];
        _hostStart = -1;
    }
}
