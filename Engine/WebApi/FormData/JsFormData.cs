using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;

namespace PureEdge.Engine.WebApi.FormData;

/// <summary><c>FormData</c> (https://xhr.spec.whatwg.org/#interface-formdata).</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsFormData : ObjectInstance
{
    /// <summary>Most entries of one form, built or parsed: each costs some hundred bytes, however short it was in the body.</summary>
    public const int MaxEntries = 10_000;

    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsFormData>("FormData")
        .Constructor(0, static (realm, arguments) => arguments.At(0).IsUndefined()
            ? new JsFormData(realm)
            : throw realm.TypeError("FormData constructor: there are no form elements in a worker; call it without arguments."))
        .Method("append", 2, static (self, arguments) =>
        {
            self.Append(self.NewEntry("append", arguments));
            return Undefined;
        })
        .Method("delete", 1, static (self, arguments) =>
        {
            var name = self.Name(arguments);
            self._entries.RemoveAll(e => e.Name == name);
            return Undefined;
        })
        .Method("get", 1, static (self, arguments) => self.IndexOf(self.Name(arguments)) is >= 0 and var index ? self._entries[index].Value : Null)
        .Method("getAll", 1, static (self, arguments) =>
        {
            var name = self.Name(arguments);
            JsValue[] values = [.. self._entries.Where(e => e.Name == name).Select(static e => e.Value)];
            return WorkerRealm.Of(self.Engine).NewArray(values);
        })
        .Method("has", 1, static (self, arguments) => self.IndexOf(self.Name(arguments)) >= 0 ? JsBoolean.True : JsBoolean.False)
        .Method("set", 2, static (self, arguments) =>
        {
            self.Set(self.NewEntry("set", arguments));
            return Undefined;
        })
        .PairIterable(static (self, index) => index < self._entries.Count ? ((JsValue)self._entries[index].Name, self._entries[index].Value) : null)
        .Build();

    private readonly List<FormDataEntry> _entries = [];

    public JsFormData(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);

    public IReadOnlyList<FormDataEntry> Entries => _entries;

    public void Append(FormDataEntry entry)
    {
        if (_entries.Count >= MaxEntries)
        {
            throw WorkerRealm.Of(Engine).TypeError($"FormData: there may be {MaxEntries} entries.");
        }

        _entries.Add(entry);
    }

    private void Set(FormDataEntry entry)
    {
        WorkerRealm.Of(Engine).ChargeSearch(_entries.Count, entry.Name);
        var first = IndexOf(entry.Name);
        if (first < 0)
        {
            Append(entry);
            return;
        }

        _entries[first] = entry;
        var index = 0;
        _entries.RemoveAll(e => index++ > first && e.Name == entry.Name);
    }

    private int IndexOf(string name) => _entries.FindIndex(e => e.Name == name);

    /// <summary>The name that is looked for.</summary>
    private string Name(JsValue[] arguments)
    {
        var realm = WorkerRealm.Of(Engine);
        var name = WebIdl.ToUsvString(realm, arguments[0]);
        realm.ChargeSearch(_entries.Count, name);
        return name;
    }

    /// <summary>"Create an entry" (https://html.spec.whatwg.org/#create-an-entry).</summary>
    private FormDataEntry NewEntry(string member, JsValue[] arguments)
    {
        var realm = WorkerRealm.Of(Engine);
        var name = WebIdl.ToUsvString(realm, arguments[0]);
        if (arguments[1] is JsBlob blob)
        {
            var fileName = arguments.Length > 2 && !arguments[2].IsUndefined() ? WebIdl.ToUsvString(realm, arguments[2]) : null;
            return new FormDataEntry(name, blob is JsFile && fileName is null
                ? blob
                : new JsFile(realm, blob.Bytes, blob.Type, fileName ?? "blob", (blob as JsFile)?.LastModified));
        }

        return arguments.Length > 2
            ? throw realm.TypeError($"FormData.{member}: only a Blob can have a file name.")
            : new FormDataEntry(name, WebIdl.ToUsvString(realm, arguments[1]));
    }
}
