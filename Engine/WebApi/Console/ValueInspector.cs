using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Node;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>
/// A value as text in the style of Node's util.inspect. It never runs JavaScript, and what it writes and visits is bounded by a
/// budget of characters, whatever the value is.
/// </summary>
/// <remarks>One inspection; not reusable.</remarks>
internal sealed class ValueInspector(WorkerRealm realm, int maxDepth, int budget)
{
    private const int MaxItems = 100;

    // Holes of a sparse array are stepped over one by one.
    private const int MaxProbes = 10_000;

    private readonly List<ObjectInstance> _path = [];
    private readonly Dictionary<ObjectInstance, int> _circular = new(ReferenceEqualityComparer.Instance);
    private int _budget = budget;

    public static string Inspect(WorkerRealm realm, JsValue value, int maxDepth, int budget) => new ValueInspector(realm, maxDepth, budget).Value(value, 0);

    private string Value(JsValue value, int indent)
    {
        if (_budget <= 0)
        {
            return "...";
        }

        return value is ObjectInstance o ? Object(o, indent) : Spend(Primitives.Text(realm, value, _budget));
    }

    private string Object(ObjectInstance o, int indent)
    {
        if (JintInternals.IsOpaque(o, out var isProxy))
        {
            return Spend(isProxy ? "[Proxy]" : "[Module]");
        }

        if (_path.Contains(o))
        {
            _circular.TryAdd(o, _circular.Count + 1);
            return Spend($"[Circular *{_circular[o]}]");
        }

        var (prefix, open, close, isList) = Head(o, indent);
        List<string> entries = [];
        if (open.Length > 0 || HasOwnEntries(o))
        {
            if (_path.Count > maxDepth)
            {
                return Spend(open.Length == 0 ? prefix : $"[{(isList ? "Array" : SafeReader.ClassName(o) ?? "Object: null prototype")}]");
            }

            _path.Add(o);
            Items(o, indent + 2, entries);
            Properties(o, indent + 2, entries);
            _path.RemoveAt(_path.Count - 1);
        }

        var text = open.Length == 0 && entries.Count == 0
            ? prefix
            : Layout.Join(prefix, open.Length == 0 ? "{" : open, close.Length == 0 ? "}" : close, entries, indent, isList);
        Spend("    ");
        return _circular.TryGetValue(o, out var reference) ? $"<ref *{reference}> {text}" : text;
    }

    /// <summary>What stands before the entries, and the brackets around them; no brackets for an object that reads as one word.</summary>
    private (string Prefix, string Open, string Close, bool IsList) Head(ObjectInstance o, int indent)
    {
        var name = SafeReader.ClassName(o);
        switch (o)
        {
            case JsArray array:
                return (name == "Array" ? "" : $"{name ?? "[Array: null prototype]"}({array.Length})", "[", "]", true);
            case JsTypedArray when name == "Buffer" && o.IsUint8Array() && BufferSource.TryGetBytes(o, out var bytes):
                return (Spend(BufferText.Inspect(bytes.Span)), "", "", false);
            case JsTypedArray array:
                return ($"{name}({array.Length})", "[", "]", true);
            case JsMap map:
                return ($"{name ?? "[Map: null prototype]"}({map.Size})", "{", "}", false);
            case JsSet set:
                return ($"{name ?? "[Set: null prototype]"}({set.Size})", "{", "}", false);
            case JsDate date:
                return (Spend(DateText(date)), "", "", false);
            case JsRegExp regExp:
                return (Spend($"/{Primitives.Cut(regExp.Source, _budget)}/{regExp.Flags}"), "", "", false);
            case ErrorInstance or JsDomException:
                var text = o is JsError or JsDomException ? SafeReader.ErrorText(o) : SafeReader.ErrorTitle(o);
                var cut = Primitives.Cut(text, _budget);
                return (Spend(indent == 0 ? cut : cut.Replace("\n", "\n" + new string(' ', indent), StringComparison.Ordinal)), "", "", false);
            case Function or BindFunction:
                return (Spend(FunctionText(o)), "", "", false);
            case IJsPrimitive { PrimitiveValue: var primitive }:
                return ($"[{name}: {Spend(Primitives.Text(realm, primitive, _budget))}]", "", "", false);
            default:
                var tag = SafeReader.Tag(o);
                var shown = name ?? "[Object: null prototype]";
                shown = tag is null || tag == name ? shown : $"{shown} [{tag}]";
                return (shown == "Object" ? "" : Spend(shown), "{", "}", false);
        }
    }

    private static bool HasOwnEntries(ObjectInstance o) => o is not (IJsPrimitive or JsTypedArray);

    /// <summary>The items of a collection.</summary>
    private void Items(ObjectInstance o, int indent, List<string> entries)
    {
        switch (o)
        {
            case JsArray array:
                ArrayItems(array, indent, entries);
                break;
            case JsTypedArray array:
                var shown = Math.Min(array.Length, MaxItems);
                for (uint i = 0; i < shown && _budget > 0; i++)
                {
                    entries.Add(Spend(Primitives.Text(realm, array[i], _budget)));
                }

                AddMore(entries, array.Length - (uint)entries.Count);
                break;
            case JsMap map:
                foreach (var (key, value) in map)
                {
                    if (entries.Count >= MaxItems || _budget <= 0)
                    {
                        AddMore(entries, map.Size - entries.Count);
                        return;
                    }

                    entries.Add($"{Value(key, indent)} => {Value(value, indent)}");
                }

                break;
            case JsSet set:
                foreach (var value in set)
                {
                    if (entries.Count >= MaxItems || _budget <= 0)
                    {
                        AddMore(entries, set.Size - entries.Count);
                        return;
                    }

                    entries.Add(Value(value, indent));
                }

                break;
            case JsArrayBuffer buffer:
                var data = JintInternals.Data(buffer);
                var hex = Convert.ToHexStringLower(data.AsSpan(0, Math.Min(data?.Length ?? 0, 50)));
                entries.Add(Spend($"[Uint8Contents]: <{string.Join(' ', hex.Chunk(2).Select(static pair => new string(pair)))}{(data?.Length > 50 ? $" ... {data.Length - 50} more bytes" : "")}>"));
                entries.Add(Spend($"byteLength: {data?.Length ?? 0}"));
                break;
            default:
                if (o.IsDataView())
                {
                    var (viewed, offset, length) = JintInternals.DataViewSlots(o);
                    entries.Add(Spend($"byteLength: {(length == uint.MaxValue ? (JintInternals.Data(viewed)?.Length ?? 0) - offset : length)}"));
                    entries.Add(Spend($"byteOffset: {offset}"));
                    entries.Add($"buffer: {Value(viewed, indent)}");
                }

                break;
        }
    }

    private void ArrayItems(JsArray array, int indent, List<string> entries)
    {
        uint holes = 0, index = 0;
        for (; index < array.Length && index < MaxProbes && entries.Count < MaxItems && _budget > 0; index++)
        {
            var descriptor = array.GetOwnProperty(index);
            if (descriptor == PropertyDescriptor.Undefined)
            {
                holes++;
                continue;
            }

            AddHoles(entries, ref holes);
            entries.Add(Descriptor(descriptor, indent));
        }

        AddHoles(entries, ref holes);
        AddMore(entries, array.Length - index);
    }

    /// <summary>Own enumerable properties, and what an error keeps in ones that are not.</summary>
    private void Properties(ObjectInstance o, int indent, List<string> entries)
    {
        if (o is ErrorInstance)
        {
            foreach (var name in (ReadOnlySpan<string>)["cause", "errors"])
            {
                if (SafeReader.OwnData(o, name) is { } value)
                {
                    entries.Add($"[{name}]: {Value(value, indent)}");
                }
            }
        }

        // The index keys of a long array would only be listed to be left out.
        if (!HasOwnEntries(o) || o is JsArray { Length: > 1_000 })
        {
            return;
        }

        var keys = o.GetOwnPropertyKeys(Types.String | Types.Symbol);
        realm.Host.Scope.Limits.ChargeFuel(keys.Count / 8);
        var shown = 0;
        foreach (var key in keys)
        {
            if (o is JsArray && key.IsString() && uint.TryParse(key.AsString(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                continue;
            }

            var descriptor = o.GetOwnProperty(key);
            if (!descriptor.Enumerable)
            {
                continue;
            }

            if (shown++ >= MaxItems || _budget <= 0)
            {
                AddMore(entries, keys.Count - shown + 1);
                return;
            }

            entries.Add($"{Spend(Primitives.Key(key, _budget))}: {Descriptor(descriptor, indent)}");
        }
    }

    private string Descriptor(PropertyDescriptor descriptor, int indent)
    {
        if (!descriptor.IsAccessorDescriptor())
        {
            return Value(descriptor.Value, indent);
        }

        var hasGetter = descriptor.Get is { } get && !get.IsUndefined();
        var hasSetter = descriptor.Set is { } set && !set.IsUndefined();
        return Spend(hasGetter ? hasSetter ? "[Getter/Setter]" : "[Getter]" : "[Setter]");
    }

    private static string FunctionText(ObjectInstance o)
    {
        var name = JintStack.NameOf(o);
        var prototype = o is ScriptFunction ? o.GetOwnProperty("prototype") : PropertyDescriptor.Undefined;
        if (prototype != PropertyDescriptor.Undefined && prototype is { Writable: false })
        {
            var parent = o.Prototype is { } p && !JintInternals.IsOpaque(p, out _) ? JintStack.NameOf(p) : "";
            return $"[class {(name.Length == 0 ? "(anonymous)" : name)}{(parent.Length == 0 ? "" : $" extends {parent}")}]";
        }

        var declaration = (o as Function)?.FunctionDeclaration;
        var kind = (declaration is { Async: true } ? "Async" : "") + (declaration is { Generator: true } ? "Generator" : "") + "Function";
        return name.Length == 0 ? $"[{kind} (anonymous)]" : $"[{kind}: {name}]";
    }

    private static string DateText(JsDate date) => double.IsNaN(date.DateValue)
        ? "Invalid Date"
        : Math.Abs(date.DateValue) <= 62_135_596_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)date.DateValue).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : $"[Date: {date.DateValue.ToString(CultureInfo.InvariantCulture)}]";

    private void AddHoles(List<string> entries, ref uint holes)
    {
        if (holes > 0)
        {
            entries.Add(Spend(holes == 1 ? "<1 empty item>" : $"<{holes} empty items>"));
            holes = 0;
        }
    }

    private void AddMore(List<string> entries, long more)
    {
        if (more > 0)
        {
            entries.Add(Spend(more == 1 ? "... 1 more item" : $"... {more} more items"));
        }
    }

    private string Spend(string text)
    {
        _budget -= text.Length + 2;
        return text;
    }
}
