using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>The interface URLPattern.</summary>
/// <remarks>Owned by the isolate's turn. https://urlpattern.spec.whatwg.org/#urlpattern-class</remarks>
internal sealed class JsUrlPattern : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsUrlPattern>("URLPattern")
        .Constructor(0, static (realm, arguments) => new JsUrlPattern(realm, arguments))
        .Getter("protocol", static self => self.Pattern(UrlComponent.Protocol))
        .Getter("username", static self => self.Pattern(UrlComponent.Username))
        .Getter("password", static self => self.Pattern(UrlComponent.Password))
        .Getter("hostname", static self => self.Pattern(UrlComponent.Hostname))
        .Getter("port", static self => self.Pattern(UrlComponent.Port))
        .Getter("pathname", static self => self.Pattern(UrlComponent.Pathname))
        .Getter("search", static self => self.Pattern(UrlComponent.Search))
        .Getter("hash", static self => self.Pattern(UrlComponent.Hash))
        .Getter("hasRegExpGroups", static self => Array.Exists(self._components, static x => x.HasRegexpGroups))
        .Method("test", 0, static (self, arguments) => self.Match(arguments) is not null)
        .Method("exec", 0, static (self, arguments) => self.Match(arguments) ?? Null)
        .Build();

    private readonly WorkerRealm _realm;
    private readonly PatternComponent[] _components;

    private JsUrlPattern(WorkerRealm realm, JsValue[] arguments)
        : base(realm.Engine)
    {
        _realm = realm;
        Prototype = realm.PrototypeOf(Definition);
        try
        {
            _components = Compile(arguments);
        }
        catch (PatternSyntaxException e)
        {
            throw realm.TypeError($"Failed to construct 'URLPattern': {e.Message}");
        }
    }

    private string Pattern(UrlComponent component) => _components[(int)component].Pattern;

    /// <summary>https://urlpattern.spec.whatwg.org/#url-pattern-create</summary>
    private PatternComponent[] Compile(JsValue[] arguments)
    {
        // (input, baseURL, options) or (input, options): what is no object in the second place is a base.
        var second = arguments.At(1);
        var hasBase = arguments.Length > 2 || !(second.IsUndefined() || second.IsNull() || second is ObjectInstance);
        var (init, text) = ReadInput(arguments.At(0));
        var baseUrl = hasBase ? Text(second) : null;
        var ignoreCase = TypeConverter.ToBoolean(WebIdl.Member(_realm, hasBase ? arguments.At(2) : second, "ignoreCase", "URLPatternOptions"));
        if (init is null)
        {
            _realm.ChargeInput(text!.Length * 16L, 8);
            init = ConstructorStringParser.Parse(text, protocol =>
                PatternComponent.Compile(_realm, protocol, ComponentText.Protocol, PatternOptions.Default).MatchesSpecialScheme);
            if (baseUrl is null && init[UrlComponent.Protocol] is null)
            {
                throw new PatternSyntaxException("a pattern without a protocol needs a base URL.");
            }

            init.BaseUrl = baseUrl;
        }
        else if (baseUrl is not null)
        {
            throw new PatternSyntaxException("a base URL beside an object is not allowed; make it a member of the object.");
        }

        return Compile(Charged(init).Processed(isPattern: true), ignoreCase);
    }

    private PatternComponent[] Compile(PatternInit init, bool ignoreCase)
    {
        if (init[UrlComponent.Protocol] is { } scheme && SpecialScheme.IsSpecial(scheme)
            && init[UrlComponent.Port] is { } port && port == SpecialScheme.DefaultPort(scheme).ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            init[UrlComponent.Port] = "";
        }

        var withCase = PatternOptions.Default with { IgnoreCase = ignoreCase };
        var protocol = Component(UrlComponent.Protocol, ComponentText.Protocol, PatternOptions.Default);
        var isSpecial = protocol.MatchesSpecialScheme;
        return
        [
            protocol,
            Component(UrlComponent.Username, ComponentText.Username, PatternOptions.Default),
            Component(UrlComponent.Password, ComponentText.Password, PatternOptions.Default),
            Component(
                UrlComponent.Hostname,
                IsIPv6(init[UrlComponent.Hostname]) ? ComponentText.IPv6Hostname : isSpecial ? ComponentText.Hostname : ComponentText.OpaqueHostname,
                PatternOptions.Hostname),
            Component(UrlComponent.Port, ComponentText.Port, PatternOptions.Default),
            isSpecial
                ? Component(UrlComponent.Pathname, ComponentText.Pathname, PatternOptions.Pathname with { IgnoreCase = ignoreCase })
                : Component(UrlComponent.Pathname, ComponentText.OpaquePathname, withCase),
            Component(UrlComponent.Search, ComponentText.Search, withCase),
            Component(UrlComponent.Hash, ComponentText.Hash, withCase),
        ];

        PatternComponent Component(UrlComponent component, Func<string, string> encode, PatternOptions options) =>
            PatternComponent.Compile(_realm, init[component] ?? "*", encode, options);
    }

    /// <summary>https://urlpattern.spec.whatwg.org/#hostname-pattern-is-an-ipv6-address</summary>
    private static bool IsIPv6(string? hostname) =>
        hostname is { Length: >= 2 } && (hostname[0] == '[' || hostname.StartsWith("{[", StringComparison.Ordinal) || hostname.StartsWith("\\[", StringComparison.Ordinal));

    /// <summary>https://urlpattern.spec.whatwg.org/#url-pattern-match</summary>
    private JsObject? Match(JsValue[] arguments)
    {
        var (init, text) = ReadInput(arguments.At(0));
        var baseUrl = arguments.At(1).IsUndefined() ? null : Text(arguments[1]);
        if (init is not null && baseUrl is not null)
        {
            throw _realm.TypeError("Failed to match a URLPattern: a base URL beside an object is not allowed; make it a member of the object.");
        }

        if ((init is null ? OfUrl(text!, baseUrl) : OfInit(Charged(init))) is not { } values)
        {
            return null;
        }

        var matched = new JsValue[_components.Length][];
        for (var i = 0; i < matched.Length; i++)
        {
            if (_components[i].Match(values[(UrlComponent)i]!) is not { } groups)
            {
                return null;
            }

            matched[i] = groups;
        }

        var result = new JsObject(_realm.Engine);
        JsValue input = init is null ? text! : ToObject(init);
        result.CreateDataProperty("inputs", baseUrl is null ? _realm.NewArray(input) : _realm.NewArray(input, baseUrl));
        for (var i = 0; i < matched.Length; i++)
        {
            result.CreateDataProperty(PatternInit.Names[i], _components[i].Result(values[(UrlComponent)i]!, matched[i]));
        }

        return result;
    }

    private PatternInit? OfUrl(string text, string? baseUrl)
    {
        UrlRecord? @base = null;
        if (baseUrl is not null)
        {
            JsUrl.ChargeParsing(_realm, baseUrl);
            @base = UrlRecord.Parse(baseUrl);
            if (@base is null)
            {
                return null;
            }
        }

        JsUrl.ChargeParsing(_realm, text);
        return UrlRecord.Parse(text, @base) is { } url ? PatternInit.Of(url) : null;
    }

    private static PatternInit? OfInit(PatternInit init)
    {
        try
        {
            return init.Processed(isPattern: false);
        }
        catch (PatternSyntaxException)
        {
            return null;
        }
    }

    /// <summary>A URLPatternInput: a dictionary, or a string.</summary>
    private (PatternInit? Init, string? Text) ReadInput(JsValue value)
    {
        if (!value.IsUndefined() && !value.IsNull() && value is not ObjectInstance)
        {
            return (null, Text(value));
        }

        // In the order of Web IDL: by name.
        var init = new PatternInit();
        if (value is ObjectInstance dictionary)
        {
            init.BaseUrl = Member("baseURL");
            init[UrlComponent.Hash] = Member("hash");
            init[UrlComponent.Hostname] = Member("hostname");
            init[UrlComponent.Password] = Member("password");
            init[UrlComponent.Pathname] = Member("pathname");
            init[UrlComponent.Port] = Member("port");
            init[UrlComponent.Protocol] = Member("protocol");
            init[UrlComponent.Search] = Member("search");
            init[UrlComponent.Username] = Member("username");

            string? Member(string name) => dictionary.Get(name) is var member && member.IsUndefined() ? null : Text(member);
        }

        return (init, null);
    }

    private string Text(JsValue value)
    {
        var text = WebIdl.ToUsvString(_realm, value);
        return text.Length <= UrlRecord.MaxInputLength
            ? text
            : throw _realm.TypeError($"A part of a URL pattern has {text.Length} characters; at most {UrlRecord.MaxInputLength} are allowed.");
    }

    private PatternInit Charged(PatternInit init)
    {
        for (var component = UrlComponent.Protocol; component <= UrlComponent.Hash; component++)
        {
            JsUrl.ChargeParsing(_realm, init[component] ?? "");
        }

        JsUrl.ChargeParsing(_realm, init.BaseUrl ?? "");
        return init;
    }

    private JsObject ToObject(PatternInit init)
    {
        var dictionary = new JsObject(_realm.Engine);
        for (var i = 0; i < PatternInit.Names.Length; i++)
        {
            if (init[(UrlComponent)i] is { } value)
            {
                dictionary.CreateDataProperty(PatternInit.Names[i], value);
            }
        }

        if (init.BaseUrl is not null)
        {
            dictionary.CreateDataProperty("baseURL", init.BaseUrl);
        }

        return dictionary;
    }
}
