using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>What is left to copy of one object's contents; the list of them is taken before the first is copied, as the standard asks.</summary>
internal abstract class CloneFrame
{
    /// <summary>The number of entries.</summary>
    public abstract int Size { get; }

    /// <summary>The frame of an object, or <see langword="null"/> for one without contents.</summary>
    public static CloneFrame? For(ObjectInstance source, ObjectInstance clone, bool isObjectPrototype) => source switch
    {
        JsMap map => new MapFrame([.. map], (JsMap)clone),
        JsSet set => new SetFrame([.. set], (JsSet)clone),
        JsError => new PropertyFrame(source, clone, ["cause"], enumerableOnly: false),
        _ when isObjectPrototype || source is JsObject or JsArray => new PropertyFrame(source, clone, source.GetOwnPropertyKeys(Types.String), enumerableOnly: true),
        _ => null,
    };

    /// <summary>Copies the next part.</summary>
    /// <returns><see langword="false"/> when nothing is left.</returns>
    public abstract bool Step(StructuredCloner cloner);

    private sealed class PropertyFrame(ObjectInstance source, ObjectInstance clone, List<JsValue> keys, bool enumerableOnly) : CloneFrame
    {
        private int _next;

        public override int Size => keys.Count;

        public override bool Step(StructuredCloner cloner)
        {
            if (_next == keys.Count)
            {
                return false;
            }

            var key = keys[_next++];
            var descriptor = source.GetOwnProperty(key);
            if (descriptor == PropertyDescriptor.Undefined || (enumerableOnly && !descriptor.Enumerable))
            {
                return true;
            }

            var value = cloner.Clone(source.Get(key));
            if (enumerableOnly)
            {
                clone.CreateDataProperty(key, value);
            }
            else
            {
                clone.DefineOwnProperty(key, new PropertyDescriptor(value, writable: true, enumerable: false, configurable: true));
            }

            return true;
        }
    }

    private sealed class MapFrame(KeyValuePair<JsValue, JsValue>[] entries, JsMap clone) : CloneFrame
    {
        private int _next;
        private JsValue? _key;

        public override int Size => entries.Length * 2;

        public override bool Step(StructuredCloner cloner)
        {
            if (_next == entries.Length)
            {
                return false;
            }

            if (_key is null)
            {
                _key = cloner.Clone(entries[_next].Key);
            }
            else
            {
                clone.Set(_key, cloner.Clone(entries[_next++].Value));
                _key = null;
            }

            return true;
        }
    }

    private sealed class SetFrame(JsValue[] values, JsSet clone) : CloneFrame
    {
        private int _next;

        public override int Size => values.Length;

        public override bool Step(StructuredCloner cloner)
        {
            if (_next == values.Length)
            {
                return false;
            }

            clone.Add(cloner.Clone(values[_next++]));
            return true;
        }
    }
}
