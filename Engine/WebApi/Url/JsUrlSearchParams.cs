using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>The interface URLSearchParams.</summary>
/// <remarks>Owned by the isolate's turn. https://url.spec.whatwg.org/#interface-urlsearchparams</remarks>
internal sealed class JsUrlSearchParams : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsUrlSearchParams>("URLSearchParams")
        .Constructor(0, static (realm, arguments) => new JsUrlSearchParams(realm, arguments.At(0)))
        .Getter("size", static self => self._list.Count)
        .Method("append", 2, static (self, arguments) => self.Append(arguments))
        .Method("delete", 1, static (self, arguments) => self.Delete(arguments))
        .Method("get", 1, static (self, arguments) => self._list.Get(self.Sought(arguments)) is { } value ? value : Null)
        .Method("getAll", 1, static (self, arguments) =>
            self._realm.NewArray([.. self._list.GetAll(self.Sought(arguments)).Select(static value => (JsValue)value)]))
        .Method("has", 1, static (self, arguments) =>
            self._list.Has(self.Sought(arguments), self.SoughtValue(arguments)) ? JsBoolean.True : JsBoolean.False)
        .Method("set", 2, static (self, arguments) => self.Set(arguments))
        .Method("sort", 0, static (self, _) => self.Sort())
        .Method("toString", 0, static (self, _) => self.Serialize())
        .PairIterable(static (self, index) => index < self._list.Count ? (self._list[index].Key, self._list[index].Value) : null)
        .Build();

    private const string What = "Failed to construct 'URLSearchParams'";

    // What a pair costs in memory, about: two strings and a place in the list.
    private const int PairBytes = 80;

    // Encoding may make it nine times longer, which must fit in a string.
    private const int MaxTextLength = 16 * 1024 * 1024;

    private readonly WorkerRealm _realm;
    private readonly UrlSearchParamsList _list = new();
    private readonly JsUrl? _url;

    /// <summary>The searchParams of a URL.</summary>
    internal JsUrlSearchParams(WorkerRealm realm, JsUrl url)
        : this(realm)
    {
        _url = url;
    }

    private JsUrlSearchParams(WorkerRealm realm)
        : base(realm.Engine)
    {
        _realm = realm;
        Prototype = realm.PrototypeOf(Definition);
    }

    private JsUrlSearchParams(WorkerRealm realm, JsValue init)
        : this(realm)
    {
        if (init is not ObjectInstance source)
        {
            var text = init.IsUndefined() ? "" : Text(init);
            Reset(text.StartsWith('?') ? text.AsSpan(1) : text);
            return;
        }

        if (JsSequence.MethodOf(realm, source, What) is { } method)
        {
            FillFromSequence(source, method);
        }
        else
        {
            FillFromRecord(source);
        }
    }

    /// <summary>The application/x-www-form-urlencoded form, as a body has it.</summary>
    public string Serialize()
    {
        ForScan();
        var length = _list.TextLength;
        if (length > MaxTextLength)
        {
            throw _realm.RangeError($"URLSearchParams: {length} characters are too many to serialize; at most {MaxTextLength} are allowed.");
        }

        _realm.ChargeInput(length);
        // The text, and the buffer it is written to.
        _realm.ChargeInput(_list.EncodedLength, 4);
        return _list.Serialize();
    }

    /// <summary>Replaces the list by what a query says, without telling the URL.</summary>
    internal void Reset(ReadOnlySpan<char> query)
    {
        _realm.ChargeInput(query.Length, PairBytes / 2);
        _list.Reset(query);
    }

    private void FillFromSequence(ObjectInstance source, JsValue method) => JsSequence.ForEach(_realm, source, method, What, item =>
    {
        string? name = null, value = null;
        JsSequence.ForEach(_realm, item, What + ": a pair", part =>
        {
            if (value is not null)
            {
                throw _realm.TypeError(What + ": a pair has more than two items.");
            }

            if (name is null)
            {
                name = Text(part);
            }
            else
            {
                value = Text(part);
            }
        });
        if (value is null)
        {
            throw _realm.TypeError(What + ": a pair has fewer than two items.");
        }

        _list.Append(name!, value);
    });

    private void FillFromRecord(ObjectInstance source)
    {
        // A record has each name once; two names can become one when their lone surrogates are replaced.
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var keys = source.GetOwnPropertyKeys();
        _realm.ChargeInput(keys.Count, PairBytes);
        foreach (var key in keys)
        {
            var property = source.GetOwnProperty(key);
            if (!ReferenceEquals(property, PropertyDescriptor.Undefined) && property.Enumerable)
            {
                var name = Text(key);
                places[name] = Text(source.Get(key));
            }
        }

        foreach (var (name, value) in places)
        {
            _list.Append(name, value);
        }
    }

    private JsValue Append(JsValue[] arguments)
    {
        _list.Append(Text(arguments[0]), Text(arguments[1]));
        return Changed();
    }

    private JsValue Delete(JsValue[] arguments)
    {
        _list.Delete(Sought(arguments), SoughtValue(arguments));
        return Changed();
    }

    private JsValue Set(JsValue[] arguments)
    {
        var (name, value) = (Text(arguments[0]), Text(arguments[1]));
        _list.Set(Charged(name), value);
        return Changed();
    }

    private JsValue Sort()
    {
        _realm.ChargeInput(_list.Count * 16L, 4);
        _list.Sort(_realm.ChargedComparer());
        return Changed();
    }

    private JsValue Changed()
    {
        _url?.OnSearchParamsChanged();
        return Undefined;
    }

    /// <summary>Charges an operation that looks at every pair.</summary>
    private JsUrlSearchParams ForScan()
    {
        _realm.Host.Scope.Limits.ChargeFuel(_list.Count / 16);
        return this;
    }

    /// <summary>The name that an operation looks for.</summary>
    private string Sought(JsValue[] arguments) => Charged(Text(arguments[0]));

    private string? SoughtValue(JsValue[] arguments) => arguments.Length > 1 && !arguments[1].IsUndefined() ? Charged(Text(arguments[1])) : null;

    private string Charged(string text)
    {
        ForScan();
        _realm.ChargeSearch(_list.Count, text);
        return text;
    }

    private string Text(JsValue value) => WebIdl.ToUsvString(_realm, value);
}
