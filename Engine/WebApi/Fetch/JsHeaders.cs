using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>
/// <c>Headers</c> (https://fetch.spec.whatwg.org/#headers-class), a view of a <see cref="HeaderList"/>. Of the guards only
/// "immutable" has an effect: Workers forbid no header names.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsHeaders : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsHeaders>("Headers")
        .Constructor(0, static (realm, arguments) =>
        {
            var headers = new JsHeaders(realm, new HeaderList(), immutable: false);
            HeadersInit.Fill(realm, headers.List, arguments.Length > 0 ? arguments[0] : Undefined, "Headers constructor");
            return headers;
        })
        .Method("append", 2, static (self, arguments) =>
        {
            var (name, value) = self.PairForChange("append", arguments);
            HeadersInit.Append(WorkerRealm.Of(self.Engine), self.List, name, value);
            return Undefined;
        })
        .Method("delete", 1, static (self, arguments) =>
        {
            var name = self.Name("delete", arguments);
            self.RequireMutable(name);
            self.List.Remove(name);
            return Undefined;
        })
        .Method("get", 1, static (self, arguments) => self.Combined(self.Name("get", arguments)))
        .Method("getAll", 1, static (self, arguments) => self.GetAll(self.Name("getAll", arguments)))
        .Method("getSetCookie", 0, static (self, _) => self.Values("set-cookie"))
        .Method("has", 1, static (self, arguments) => self.List.Contains(self.Name("has", arguments)) ? JsBoolean.True : JsBoolean.False)
        .Method("set", 2, static (self, arguments) =>
        {
            var (name, value) = self.PairForChange("set", arguments);
            HeadersInit.Set(WorkerRealm.Of(self.Engine), self.List, name, value);
            return Undefined;
        })
        .PairIterable(static (self, index) => self.PairAt(index))
        .Build();

    private readonly bool _immutable;
    private KeyValuePair<string, string>[] _sorted = [];
    private int _sortedVersion = -1;

    public JsHeaders(WorkerRealm realm, HeaderList list, bool immutable)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        List = list;
        _immutable = immutable;
    }

    public HeaderList List { get; }

    /// <summary>Whether iterating it gives its headers: a script may have replaced how it is iterated.</summary>
    public bool HasPlainIterator =>
        ReferenceEquals(Get(GlobalSymbolRegistry.Iterator), WorkerRealm.Of(Engine).PrototypeOf(Definition).Get("entries"));

    private string Name(string member, JsValue[] arguments)
    {
        var realm = WorkerRealm.Of(Engine);
        return HeadersInit.CheckName(realm, WebIdl.ToByteString(realm, arguments[0], $"Headers.{member}: the name"));
    }

    private (string Name, string Value) PairForChange(string member, JsValue[] arguments)
    {
        var realm = WorkerRealm.Of(Engine);
        var pair = HeadersInit.Check(
            realm,
            WebIdl.ToByteString(realm, arguments[0], $"Headers.{member}: the name"),
            WebIdl.ToByteString(realm, arguments[1], $"Headers.{member}: the value"));
        RequireMutable(pair.Name);
        return pair;
    }

    private void RequireMutable(string name)
    {
        if (_immutable)
        {
            throw WorkerRealm.Of(Engine).TypeError(
                $"Can't modify immutable headers: {HeaderSyntax.Quote(name)}. Make a copy with new Headers(headers), or a new Request or Response.");
        }
    }

    private JsValue Combined(string name)
    {
        if (List.Get(name) is not { } value)
        {
            return Null;
        }

        // Several headers of a name were joined.
        WorkerRealm.Of(Engine).ChargeInput(value.Length, 2);
        return value;
    }

    private JsArray GetAll(string name) => name.Equals("set-cookie", StringComparison.OrdinalIgnoreCase)
        ? Values(name)
        : throw WorkerRealm.Of(Engine).TypeError($"Headers.getAll is only for \"Set-Cookie\", not for {HeaderSyntax.Quote(name)}; use get.");

    private JsArray Values(string name)
    {
        JsValue[] values = [.. List.GetAll(name).Select(static v => (JsValue)v)];
        return WorkerRealm.Of(Engine).NewArray(values);
    }

    private (JsValue Key, JsValue Value)? PairAt(int index)
    {
        // Every step of an iteration asks for the sorted list, so it is kept until a header changes.
        if (_sortedVersion != List.Version)
        {
            WorkerRealm.Of(Engine).ChargeInput(List.Size, 2);
            _sorted = List.SortAndCombine();
            _sortedVersion = List.Version;
        }

        return index < _sorted.Length ? (_sorted[index].Key, _sorted[index].Value) : null;
    }
}
