using System.Globalization;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>The components of a pattern or a URL, in the order of the standard's dictionary.</summary>
internal enum UrlComponent
{
    Protocol,
    Username,
    Password,
    Hostname,
    Port,
    Pathname,
    Search,
    Hash,
}

/// <summary>A URLPatternInit: texts for some components, and a base for those that are missing.</summary>
/// <remarks>https://urlpattern.spec.whatwg.org/#dictdef-urlpatterninit</remarks>
internal sealed class PatternInit
{
    public static readonly string[] Names = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];

    private readonly string?[] _values = new string?[Names.Length];

    public string? BaseUrl { get; set; }

    public string? this[UrlComponent component]
    {
        get => _values[(int)component];
        set => _values[(int)component] = value;
    }

    /// <summary>The components of a URL.</summary>
    public static PatternInit Of(UrlRecord url) => new()
    {
        [UrlComponent.Protocol] = url.Scheme,
        [UrlComponent.Username] = url.Username,
        [UrlComponent.Password] = url.Password,
        [UrlComponent.Hostname] = url.Host ?? "",
        [UrlComponent.Port] = PortOf(url),
        [UrlComponent.Pathname] = url.PathName,
        [UrlComponent.Search] = url.Query ?? "",
        [UrlComponent.Hash] = url.Fragment ?? "",
    };

    /// <summary>https://urlpattern.spec.whatwg.org/#process-a-urlpatterninit</summary>
    /// <param name="isPattern">Whether the texts are patterns; otherwise they are parts of a URL, and missing ones are empty.</param>
    /// <exception cref="PatternSyntaxException">A part is not valid.</exception>
    public PatternInit Processed(bool isPattern)
    {
        var result = new PatternInit();
        if (!isPattern)
        {
            Array.Fill(result._values, "");
        }

        UrlRecord? baseUrl = null;
        if (BaseUrl is not null)
        {
            baseUrl = UrlRecord.Parse(BaseUrl) ?? throw PatternSyntaxException.Invalid("base URL", BaseUrl);
            Inherit(result, Of(baseUrl), isPattern);
        }

        if (this[UrlComponent.Protocol] is { } protocol)
        {
            protocol = protocol.EndsWith(':') ? protocol[..^1] : protocol;
            result[UrlComponent.Protocol] = isPattern ? protocol : ComponentText.Protocol(protocol);
        }

        Process(UrlComponent.Username, ComponentText.Username);
        Process(UrlComponent.Password, ComponentText.Password);
        var scheme = result[UrlComponent.Protocol] ?? "";
        var isSpecial = scheme.Length == 0 || SpecialScheme.IsSpecial(scheme);
        Process(UrlComponent.Hostname, isSpecial ? ComponentText.Hostname : ComponentText.OpaqueHostname);
        Process(UrlComponent.Port, x => ComponentText.Port(x, scheme));
        if (this[UrlComponent.Pathname] is { } path)
        {
            if (baseUrl is { HasOpaquePath: false } && !IsAbsolute(path, isPattern))
            {
                var basePath = isPattern ? PatternText.Escape(baseUrl.PathName) : baseUrl.PathName;
                path = basePath[..(basePath.LastIndexOf('/') + 1)] + path;
            }

            result[UrlComponent.Pathname] = isPattern ? path : isSpecial ? ComponentText.Pathname(path) : ComponentText.OpaquePathname(path);
        }

        Process(UrlComponent.Search, ComponentText.Search, '?');
        Process(UrlComponent.Hash, ComponentText.Hash, '#');
        return result;

        void Process(UrlComponent component, Func<string, string> canonical, char prefix = '\0')
        {
            if (this[component] is { } value)
            {
                value = prefix != '\0' && value.StartsWith(prefix) ? value[1..] : value;
                result[component] = isPattern ? value : canonical(value);
            }
        }
    }

    private static string PortOf(UrlRecord url) => url.Port < 0 ? "" : url.Port.ToString(CultureInfo.InvariantCulture);

    private static bool IsAbsolute(string path, bool isPattern) =>
        path.StartsWith('/') || (isPattern && (path.StartsWith("\\/", StringComparison.Ordinal) || path.StartsWith("{/", StringComparison.Ordinal)));

    // A component is the base's when nothing before it in the URL was given. Credentials never become part of a pattern.
    private void Inherit(PatternInit result, PatternInit url, bool isPattern)
    {
        UrlComponent[] order = [UrlComponent.Protocol, UrlComponent.Hostname, UrlComponent.Port, UrlComponent.Pathname, UrlComponent.Search, UrlComponent.Hash];
        foreach (var component in order)
        {
            if (this[component] is not null)
            {
                break;
            }

            result[component] = isPattern ? PatternText.Escape(url[component]!) : url[component];
        }

        var isSameAuthority = this[UrlComponent.Protocol] is null && this[UrlComponent.Hostname] is null && this[UrlComponent.Port] is null;
        if (!isPattern && isSameAuthority && this[UrlComponent.Username] is null)
        {
            result[UrlComponent.Username] = url[UrlComponent.Username];
            if (this[UrlComponent.Password] is null)
            {
                result[UrlComponent.Password] = url[UrlComponent.Password];
            }
        }
    }
}
