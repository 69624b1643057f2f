using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>JSON of data properties for <c>%j</c>: unlike JSON.stringify it asks no <c>toJSON</c> and no getter.</summary>
/// <remarks>One conversion; not reusable.</remarks>
internal sealed class JsonText(WorkerRealm realm, int budget)
{
    private const int MaxDepth = 32;
    private readonly StringBuilder _text = new();

    public string Write(JsValue value)
    {
        Append(value, 0);
        return _text.ToString();
    }

    private void Append(JsValue value, int depth)
    {
        switch (value)
        {
            case JsString text:
                AppendString(text.ToString());
                break;
            case JsNumber number:
                _text.Append(double.IsFinite(number.AsNumber()) ? TypeConverter.ToString(number) : "null");
                break;
            case ObjectInstance o when depth >= MaxDepth || _text.Length >= budget || JintInternals.IsOpaque(o, out _):
                _text.Append("null");
                break;
            case JsArray array:
                AppendArray(array, depth);
                break;
            case ObjectInstance o when !o.IsCallable():
                AppendObject(o, depth);
                break;
            default:
                _text.Append(value.IsBoolean() ? TypeConverter.ToString(value) : "null");
                break;
        }
    }

    private void AppendArray(JsArray array, int depth)
    {
        _text.Append('[');
        for (uint i = 0; i < array.Length && _text.Length < budget; i++)
        {
            _text.Append(i == 0 ? "" : ",");
            var descriptor = array.GetOwnProperty(i);
            Append(descriptor != PropertyDescriptor.Undefined && descriptor.IsDataDescriptor() ? descriptor.Value : JsValue.Null, depth + 1);
        }

        _text.Append(']');
    }

    private void AppendObject(ObjectInstance o, int depth)
    {
        _text.Append('{');
        var keys = o.GetOwnPropertyKeys(Types.String);
        realm.Host.Scope.Limits.ChargeFuel(keys.Count / 8);
        var first = true;
        foreach (var key in keys)
        {
            var descriptor = o.GetOwnProperty(key);
            if (_text.Length >= budget)
            {
                break;
            }

            if (descriptor.Enumerable && descriptor.IsDataDescriptor() && !descriptor.Value.IsUndefined() && !descriptor.Value.IsCallable())
            {
                _text.Append(first ? "" : ",");
                first = false;
                AppendString(key.ToString());
                _text.Append(':');
                Append(descriptor.Value, depth + 1);
            }
        }

        _text.Append('}');
    }

    private void AppendString(string text) =>
        _text.Append('"').Append(JsonEncodedText.Encode(Primitives.Cut(WebIdl.WellFormed(text), Math.Max(0, budget - _text.Length)), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value).Append('"');
}
