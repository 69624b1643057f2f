using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.UrlPatterns;

/// <summary>A compiled component of a pattern.</summary>
/// <remarks>Owned by the isolate's turn. https://urlpattern.spec.whatwg.org/#component</remarks>
internal sealed class PatternComponent
{
    private readonly WorkerRealm _realm;
    private readonly string[] _names;
    // Most components are one fixed text or "*": no regular expression is made for them.
    private readonly string? _fixedText;
    private readonly bool _matchesAll;
    private readonly JsRegExp? _regexp;

    private PatternComponent(WorkerRealm realm, List<PatternPart> parts, PatternOptions options)
    {
        _realm = realm;
        _names = [.. parts.Where(static x => x.Type != PartType.FixedText).Select(static x => x.Name)];
        Pattern = PatternText.ToPattern(parts, options);
        HasRegexpGroups = parts.Exists(static x => x.Type == PartType.Regexp);
        if (!options.IgnoreCase && parts.TrueForAll(static x => x is { Type: PartType.FixedText, Modifier: '\0' }))
        {
            _fixedText = string.Concat(parts.Select(static x => x.Value));
        }
        else if (parts is [{ Type: PartType.FullWildcard, Modifier: '\0', Prefix: "", Suffix: "" }])
        {
            _matchesAll = true;
        }
        else
        {
            _regexp = NewRegexp(realm, PatternText.ToRegexp(parts, options), options.IgnoreCase ? "vi" : "v");
        }
    }

    public string Pattern { get; }

    public bool HasRegexpGroups { get; }

    /// <summary>https://urlpattern.spec.whatwg.org/#protocol-component-matches-a-special-scheme</summary>
    public bool MatchesSpecialScheme => Array.Exists(SpecialScheme.All, x => Match(x) is not null);

    /// <summary>https://urlpattern.spec.whatwg.org/#compile-a-component</summary>
    /// <param name="encode">Encodes a piece of fixed text; how much it costs depends on its length.</param>
    /// <exception cref="PatternSyntaxException">The pattern is not valid.</exception>
    public static PatternComponent Compile(WorkerRealm realm, string pattern, Func<string, string> encode, PatternOptions options)
    {
        // Tokens, parts, the pattern again and a regular expression: some twenty times its length.
        realm.ChargeInput(pattern.Length * 16L, 8);
        var parts = PatternParser.Parse(pattern, options, text =>
        {
            JsUrl.ChargeParsing(realm, text);
            return encode(text);
        });
        return new(realm, parts, options);
    }

    /// <summary>Matches a text.</summary>
    /// <returns>What the groups matched, undefined for those that did not take part; <see langword="null"/> when the text does not match.</returns>
    public JsValue[]? Match(string text)
    {
        if (_fixedText is not null)
        {
            return text == _fixedText ? [] : null;
        }

        if (_matchesAll)
        {
            return [text];
        }

        if (JintInternals.RegExpBuiltinExec(_regexp!, text) is not ObjectInstance match)
        {
            return null;
        }

        var groups = new JsValue[_names.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = match.Get(i + 1);
        }

        return groups;
    }

    /// <summary>https://urlpattern.spec.whatwg.org/#create-a-component-match-result</summary>
    public JsObject Result(string input, JsValue[] matched)
    {
        var groups = new JsObject(_realm.Engine);
        for (var i = 0; i < matched.Length; i++)
        {
            groups.CreateDataProperty(_names[i], matched[i]);
        }

        var result = new JsObject(_realm.Engine);
        result.CreateDataProperty("input", input);
        result.CreateDataProperty("groups", groups);
        return result;
    }

    private static JsRegExp NewRegexp(WorkerRealm realm, string regexp, string flags)
    {
        try
        {
            return (JsRegExp)realm.Engine.Intrinsics.RegExp.Construct([regexp, flags]);
        }
        catch (JavaScriptException e)
        {
            throw new PatternSyntaxException($"Invalid pattern: {e.Message}");
        }
    }
}
