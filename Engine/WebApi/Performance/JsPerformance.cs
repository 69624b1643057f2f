using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.WebApi.Performance;

/// <summary>Performance (https://w3c.github.io/hr-time/#sec-performance, https://w3c.github.io/user-timing/). Its clock stands still during a turn.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsPerformance : JsEventTarget
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsPerformance>("Performance", JsEventTarget.Definition)
        .Getter("timeOrigin", static self => self.Realm.Host.TimeOriginMilliseconds)
        .Method("now", 0, static (self, _) => Now(self.Realm))
        .Method("mark", 1, static (self, arguments) => self.Keep(JsPerformanceMark.Create(self.Realm, arguments)))
        .Method("measure", 1, static (self, arguments) => self.Keep(self.Measure(arguments)))
        .Method("clearMarks", 0, static (self, arguments) => self.Clear("mark", arguments.At(0)))
        .Method("clearMeasures", 0, static (self, arguments) => self.Clear("measure", arguments.At(0)))
        .Method("clearResourceTimings", 0, static (_, _) => Undefined)
        .Method("getEntries", 0, static (self, _) => self.List(Undefined, Undefined))
        .Method("getEntriesByName", 1, static (self, arguments) => self.List(arguments[0], arguments.At(1)))
        .Method("getEntriesByType", 1, static (self, arguments) => self.List(Undefined, arguments[0]))
        .Method("toJSON", 0, static (self, _) =>
        {
            var result = new JsObject(self.Engine);
            result.FastSetDataProperty("timeOrigin", self.Realm.Host.TimeOriginMilliseconds);
            return result;
        })
        .Build();

    /// <summary>The timeline lives as long as the isolate; what comes when it is full is returned but not kept.</summary>
    private const int MaxEntries = 1_000;

    private readonly List<JsPerformanceEntry> _entries = [];

    public JsPerformance(WorkerRealm realm)
        : base(realm, Definition)
    {
    }

    /// <summary>Milliseconds since the isolate began. In its first turn too, while the clock stands still, some time has passed.</summary>
    public static double Now(WorkerRealm realm) => Math.Max(realm.Host.NowMilliseconds - realm.Host.TimeOriginMilliseconds, 0.1);

    private JsPerformanceEntry Keep(JsPerformanceEntry entry)
    {
        if (_entries.Count < MaxEntries)
        {
            _entries.Add(entry);
        }

        return entry;
    }

    /// <summary>https://w3c.github.io/user-timing/#dom-performance-measure</summary>
    private JsPerformanceMeasure Measure(JsValue[] arguments)
    {
        var name = WebIdl.ToDomString(Realm, arguments[0]);
        var startOrOptions = arguments.At(1);
        var endMark = arguments.At(2);
        if (startOrOptions is not ObjectInstance options)
        {
            var end = endMark.IsUndefined() ? Now(Realm) : TimeOf(endMark);
            var start = startOrOptions.IsUndefined() || startOrOptions.IsNull() ? 0 : TimeOf(startOrOptions);
            return new JsPerformanceMeasure(Realm, name, start, end - start, Null);
        }

        var (startValue, endValue, durationValue) = (options.Get("start"), options.Get("end"), options.Get("duration"));
        if (!endMark.IsUndefined() || (!startValue.IsUndefined() && !endValue.IsUndefined() && !durationValue.IsUndefined()))
        {
            throw Realm.TypeError("A measure takes two of start, end and duration, and no end mark beside them.");
        }

        var duration = durationValue.IsUndefined() ? 0 : TypeConverter.ToNumber(durationValue);
        var endTime = !endValue.IsUndefined() ? TimeOf(endValue)
            : !startValue.IsUndefined() && !durationValue.IsUndefined() ? TimeOf(startValue) + duration
            : Now(Realm);
        var startTime = !startValue.IsUndefined() ? TimeOf(startValue)
            : !durationValue.IsUndefined() && !endValue.IsUndefined() ? endTime - duration
            : 0;
        return new JsPerformanceMeasure(Realm, name, startTime, endTime - startTime, JsPerformanceEntry.CloneDetail(Realm, options));
    }

    /// <summary>A time, or that of the last mark of a name.</summary>
    private double TimeOf(JsValue mark)
    {
        if (mark.IsNumber())
        {
            return mark.AsNumber() >= 0 ? mark.AsNumber() : throw Realm.TypeError("A time must not be negative.");
        }

        var name = Sought(mark);
        return _entries.FindLast(entry => entry is JsPerformanceMark && entry.Name == name)?.StartTime
            ?? throw DomExceptions.New(Realm, "SyntaxError", $"There is no mark '{(name.Length <= 100 ? name : name[..100])}'.");
    }

    private string Sought(JsValue value)
    {
        var name = WebIdl.ToDomString(Realm, value);
        Realm.ChargeSearch(_entries.Count, name);
        return name;
    }

    private JsValue Clear(string type, JsValue name)
    {
        var only = name.IsUndefined() ? null : Sought(name);
        _entries.RemoveAll(entry => entry.EntryType == type && (only is null || entry.Name == only));
        return Undefined;
    }

    private JsArray List(JsValue name, JsValue type)
    {
        var onlyName = name.IsUndefined() ? null : Sought(name);
        var onlyType = type.IsUndefined() ? null : WebIdl.ToDomString(Realm, type);
        return Realm.NewArray([.. _entries
            .Where(entry => (onlyName is null || entry.Name == onlyName) && (onlyType is null || entry.EntryType == onlyType))
            .OrderBy(static entry => entry.StartTime)]);
    }
}
