using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>The QueuingStrategy dictionary (https://streams.spec.whatwg.org/#dictdef-queuingstrategy), read once.</summary>
internal readonly struct QueuingStrategy
{
    private readonly double? _highWaterMark;
    private readonly JsValue? _size;

    private QueuingStrategy(double? highWaterMark, JsValue? size)
    {
        _highWaterMark = highWaterMark;
        _size = size;
    }

    public bool HasSize => _size is not null;

    public static QueuingStrategy From(WorkerRealm realm, JsValue value)
    {
        var mark = WebIdl.Member(realm, value, "highWaterMark", "The queuing strategy");
        double? number = mark.IsUndefined() ? null : TypeConverter.ToNumber(mark);
        var size = WebIdl.Member(realm, value, "size", "The queuing strategy");
        return new QueuingStrategy(number, size.IsUndefined() ? null : realm.RequireFunction(size, "The queuing strategy's size"));
    }

    /// <summary>https://streams.spec.whatwg.org/#validate-and-normalize-high-water-mark</summary>
    public double HighWaterMark(WorkerRealm realm, double whenMissing) => _highWaterMark switch
    {
        null => whenMissing,
        { } mark when double.IsNaN(mark) || mark < 0 =>
            throw realm.RangeError("The queuing strategy's highWaterMark must be a number that is not negative."),
        { } mark => mark,
    };

    /// <summary>https://streams.spec.whatwg.org/#make-size-algorithm-from-size-function</summary>
    public SizeAlgorithm Size(WorkerRealm realm) => new(realm, _size);
}

/// <summary>How large a chunk counts in a queue: 1 without a size function.</summary>
internal class SizeAlgorithm(WorkerRealm realm, JsValue? function)
{
    public virtual double Of(JsValue chunk) =>
        function is null ? 1 : TypeConverter.ToNumber(realm.Call(function, JsValue.Undefined, chunk));
}

/// <summary>Counts a chunk's bytes without asking the script.</summary>
internal sealed class ByteSizeAlgorithm(WorkerRealm realm) : SizeAlgorithm(realm, null)
{
    public override double Of(JsValue chunk) => BufferSource.TryGetBytes(chunk, out var bytes) ? bytes.Length : 1;
}

/// <summary>The two strategies every realm has: their <c>size</c> functions are one object per realm.</summary>
internal static class BuiltInStrategies
{
    private static readonly object CountKey = new();
    private static readonly object ByteLengthKey = new();

    public static ObjectInstance CountSize(WorkerRealm realm) => realm.SharedObject(CountKey, 0, static (r, _) =>
        r.NewFunction("size", 0, static (_, _) => JsNumber.Create(1)));

    public static ObjectInstance ByteLengthSize(WorkerRealm realm) => realm.SharedObject(ByteLengthKey, 0, static (r, _) =>
        r.NewFunction("size", 1, static (realm, arguments) => arguments.At(0) switch
        {
            ObjectInstance o => o.Get("byteLength"),
            JsValue v when v.IsUndefined() || v.IsNull() => throw realm.TypeError("Cannot read the byteLength of undefined or null."),
            _ => JsValue.Undefined,
        }));

    public static double RequiredMark(WorkerRealm realm, JsValue[] arguments, string owner)
    {
        var mark = WebIdl.Member(realm, arguments[0], "highWaterMark", $"{owner}: parameter 1");
        return mark.IsUndefined()
            ? throw realm.TypeError($"{owner}: parameter 1 has no highWaterMark.")
            : TypeConverter.ToNumber(mark);
    }
}
