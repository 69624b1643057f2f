using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Url.Idna;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>The interface URL.</summary>
/// <remarks>Owned by the isolate's turn. https://url.spec.whatwg.org/#url-class</remarks>
internal sealed class JsUrl : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsUrl>("URL")
        .Constructor(1, static (realm, arguments) => new JsUrl(realm, ParseOrThrow(realm, arguments)))
        .Static("canParse", 1, static (realm, arguments) => Parse(realm, Required(realm, "canParse", arguments), out _) is null ? JsBoolean.False : JsBoolean.True)
        .Static("parse", 1, static (realm, arguments) => Parse(realm, Required(realm, "parse", arguments), out _) is { } url ? new JsUrl(realm, url) : Null)
        .Attribute("href", static self => self.Record.Href, static (self, value) => self.SetHref(value))
        .Getter("origin", static self => self.Origin)
        .Attribute("protocol", static self => self.Record.Scheme + ":", static (self, value) => self.Set(value, UrlSetters.SetProtocol))
        .Attribute("username", static self => self.Record.Username, static (self, value) => self.Set(value, UrlSetters.SetUsername))
        .Attribute("password", static self => self.Record.Password, static (self, value) => self.Set(value, UrlSetters.SetPassword))
        .Attribute("host", static self => self.Record.HostAndPort, static (self, value) => self.Set(value, UrlSetters.SetHost))
        .Attribute("hostname", static self => self.Record.Host ?? "", static (self, value) => self.Set(value, UrlSetters.SetHostName))
        .Attribute("port", static self => self.Record.Port < 0 ? "" : self.Record.Port.ToString(CultureInfo.InvariantCulture), static (self, value) => self.Set(value, UrlSetters.SetPort))
        .Attribute("pathname", static self => self.Record.PathName, static (self, value) => self.Set(value, UrlSetters.SetPathName))
        .Attribute("search", static self => self.Search, static (self, value) => self.SetSearch(value))
        .Getter("searchParams", static self => self.SearchParams)
        .Attribute("hash", static self => self.Hash, static (self, value) => self.Set(value, UrlSetters.SetHash))
        .Method("toString", 0, static (self, _) => self.Record.Href)
        .Method("toJSON", 0, static (self, _) => self.Record.Href)
        .Build();

    private readonly WorkerRealm _realm;
    private UrlRecord _record;
    private JsUrlSearchParams? _searchParams;
    private bool _queryIsStale;

    public JsUrl(WorkerRealm realm, UrlRecord record)
        : base(realm.Engine)
    {
        _realm = realm;
        _record = record;
        Prototype = realm.PrototypeOf(Definition);
    }

    /// <summary>The URL as it is now. The caller must not change it.</summary>
    public UrlRecord Record
    {
        get
        {
            if (_queryIsStale)
            {
                _queryIsStale = false;
                var query = _searchParams!.Serialize();
                // The URL is put together again, in a buffer and as a text.
                _realm.ChargeInput(query.Length, 4);
                _record.SetSerializedQuery(query);
            }

            return _record;
        }
    }

    private string Origin
    {
        get
        {
            if (Record.Scheme == "blob")
            {
                ChargeParsing(_realm, Record.PathName);
            }

            return Record.Origin;
        }
    }

    // Made anew for each that asks.
    private string Search
    {
        get
        {
            _realm.ChargeInput(Record.Query?.Length ?? 0, 2);
            return Record.Search;
        }
    }

    private string Hash
    {
        get
        {
            _realm.ChargeInput(Record.Fragment?.Length ?? 0, 2);
            return Record.Hash;
        }
    }

    private JsUrlSearchParams SearchParams
    {
        get
        {
            if (_searchParams is null)
            {
                _searchParams = new JsUrlSearchParams(_realm, this);
                _searchParams.Reset(_record.Query ?? "");
            }

            return _searchParams;
        }
    }

    /// <summary>
    /// The linked URLSearchParams has changed. The standard serialises it at once; waiting until somebody looks is the same to a
    /// script, and makes n changes cost n and not n times n.
    /// </summary>
    internal void OnSearchParamsChanged() => _queryIsStale = true;

    /// <summary>Charges the parsing of a URL: in proportion to its length, and the square of what may be a domain in Unicode.</summary>
    internal static void ChargeParsing(WorkerRealm realm, string input)
    {
        // Four times, since encoding a character costs some ten times what copying one does.
        realm.ChargeInput(input.Length * 4L, 2);
        if (!Ascii.IsValid(input) || input.Contains("xn--", StringComparison.OrdinalIgnoreCase))
        {
            var length = Math.Min(input.Length, DomainToAscii.MaxUnicodeLength);
            realm.Host.Scope.Limits.ChargeFuel(length * length / 64);
        }
    }

    private static UrlRecord? Parse(WorkerRealm realm, JsValue[] arguments, out string input)
    {
        input = WebIdl.ToDomString(realm, arguments[0]);
        UrlRecord? @base = null;
        if (arguments.Length > 1 && !arguments[1].IsUndefined())
        {
            var text = WebIdl.ToDomString(realm, arguments[1]);
            ChargeParsing(realm, text);
            @base = UrlRecord.Parse(text);
            if (@base is null)
            {
                input = text;
                return null;
            }
        }

        ChargeParsing(realm, input);
        return UrlRecord.Parse(input, @base);
    }

    private static UrlRecord ParseOrThrow(WorkerRealm realm, JsValue[] arguments) => Parse(realm, arguments, out var input) ?? throw InvalidUrl(realm, input);

    private static JsValue[] Required(WorkerRealm realm, string member, JsValue[] arguments) => arguments.Length > 0
        ? arguments
        : throw realm.TypeError($"Failed to execute '{member}' on 'URL': 1 argument required, but only 0 present.");

    private static JavaScriptException InvalidUrl(WorkerRealm realm, string input) =>
        realm.TypeError($"Invalid URL: \"{(input.Length > 200 ? WebIdl.WellFormed(input[..200]) + "..." : input)}\".");

    private void SetHref(JsValue value)
    {
        var input = WebIdl.ToDomString(_realm, value);
        ChargeParsing(_realm, input);
        _record = UrlRecord.Parse(input) ?? throw InvalidUrl(_realm, input);
        _queryIsStale = false;
        _searchParams?.Reset(_record.Query ?? "");
    }

    private void SetSearch(JsValue value)
    {
        Set(value, UrlSetters.SetSearch);
        _searchParams?.Reset(_record.Query ?? "");
    }

    private void Set(JsValue value, Action<UrlRecord, string> set)
    {
        var text = WebIdl.ToDomString(_realm, value);
        if (text.Length > UrlRecord.MaxInputLength)
        {
            throw _realm.TypeError($"Invalid URL: a part of {text.Length} characters; at most {UrlRecord.MaxInputLength} are allowed.");
        }

        ChargeParsing(_realm, text);
        set(Record, text);
    }
}
