namespace PureEdge.Engine.WebApi.Url;

/// <summary>What assigning to an attribute of a URL object does to its record. What cannot be assigned is ignored, as the standard wants.</summary>
/// <remarks>https://url.spec.whatwg.org/#api</remarks>
internal static class UrlSetters
{
    public static void SetProtocol(this UrlRecord url, string value)
    {
        url.BeginChange();
        UrlParser.ParseWithOverride(value + ":", url, UrlStateOverride.SchemeStart);
    }

    public static void SetUsername(this UrlRecord url, string value)
    {
        if (!CannotHaveCredentialsOrPort(url))
        {
            url.BeginChange();
            url.Username = PercentEncoding.Encode(value, PercentEncodeSet.UserInfo);
        }
    }

    public static void SetPassword(this UrlRecord url, string value)
    {
        if (!CannotHaveCredentialsOrPort(url))
        {
            url.BeginChange();
            url.Password = PercentEncoding.Encode(value, PercentEncodeSet.UserInfo);
        }
    }

    public static void SetHost(this UrlRecord url, string value) => SetHost(url, value, UrlStateOverride.Host);

    public static void SetHostName(this UrlRecord url, string value) => SetHost(url, value, UrlStateOverride.HostName);

    public static void SetPort(this UrlRecord url, string value)
    {
        if (CannotHaveCredentialsOrPort(url))
        {
            return;
        }

        url.BeginChange();
        if (value.Length == 0)
        {
            url.Port = -1;
        }
        else
        {
            UrlParser.ParseWithOverride(value, url, UrlStateOverride.Port);
        }
    }

    public static void SetPathName(this UrlRecord url, string value)
    {
        if (!url.HasOpaquePath)
        {
            url.BeginChange();
            url.PathName = "";
            UrlParser.ParseWithOverride(value, url, UrlStateOverride.PathStart);
        }
    }

    public static void SetSearch(this UrlRecord url, string value)
    {
        url.BeginChange();
        url.Query = null;
        if (value.Length > 0)
        {
            UrlParser.ParseWithOverride(value[0] == '?' ? value[1..] : value, url, UrlStateOverride.Query);
        }
    }

    public static void SetHash(this UrlRecord url, string value)
    {
        url.BeginChange();
        url.Fragment = null;
        if (value.Length > 0)
        {
            UrlParser.ParseWithOverride(value[0] == '#' ? value[1..] : value, url, UrlStateOverride.Fragment);
        }
    }

    /// <summary>Sets a query that is serialised already: what a URLSearchParams does to its URL.</summary>
    public static void SetSerializedQuery(this UrlRecord url, string query)
    {
        url.BeginChange();
        url.Query = query.Length == 0 ? null : query;
    }

    private static void SetHost(UrlRecord url, string value, UrlStateOverride stateOverride)
    {
        if (!url.HasOpaquePath)
        {
            url.BeginChange();
            UrlParser.ParseWithOverride(value, url, stateOverride);
        }
    }

    private static bool CannotHaveCredentialsOrPort(UrlRecord url) => string.IsNullOrEmpty(url.Host) || url.Scheme == "file";
}
