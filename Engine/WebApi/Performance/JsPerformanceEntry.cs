using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Performance;

/// <summary>PerformanceEntry (https://w3c.github.io/performance-timeline/#the-performanceentry-interface).</summary>
internal class JsPerformanceEntry : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsPerformanceEntry>("PerformanceEntry")
        .Getter("name", static self => self.Name)
        .Getter("entryType", static self => self.EntryType)
        .Getter("startTime", static self => self.StartTime)
        .Getter("duration", static self => self.Duration)
        .Method("toJSON", 0, static (self, _) => self.ToJson())
        .Build();

    protected JsPerformanceEntry(WorkerRealm realm, InterfaceDefinition definition, string name, string entryType, double startTime, double duration, JsValue detail)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(definition);
        Name = name;
        EntryType = entryType;
        StartTime = startTime;
        Duration = duration;
        Detail = detail;
    }

    public string Name { get; }

    public string EntryType { get; }

    public double StartTime { get; }

    public double Duration { get; }

    public JsValue Detail { get; }

    /// <summary>The member detail of the options, as a copy of its own.</summary>
    protected internal static JsValue CloneDetail(WorkerRealm realm, JsValue options)
    {
        var detail = options is ObjectInstance dictionary ? dictionary.Get("detail") : Undefined;
        return detail.IsUndefined() || detail.IsNull() ? Null : StructuredCloner.Clone(realm, detail, []).Data;
    }

    private JsObject ToJson()
    {
        var result = new JsObject(Engine);
        result.FastSetDataProperty("name", Name);
        result.FastSetDataProperty("entryType", EntryType);
        result.FastSetDataProperty("startTime", StartTime);
        result.FastSetDataProperty("duration", Duration);
        result.FastSetDataProperty("detail", Detail);
        return result;
    }
}

/// <summary>PerformanceMark (https://w3c.github.io/user-timing/#performancemark).</summary>
internal sealed class JsPerformanceMark(WorkerRealm realm, string name, double startTime, JsValue detail)
    : JsPerformanceEntry(realm, Definition, name, "mark", startTime, 0, detail)
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsPerformanceMark>("PerformanceMark", JsPerformanceEntry.Definition)
        .Constructor(1, static (realm, arguments) => Create(realm, arguments))
        .Getter("detail", static self => self.Detail)
        .Build();

    public static JsPerformanceMark Create(WorkerRealm realm, JsValue[] arguments)
    {
        var name = WebIdl.ToDomString(realm, arguments[0]);
        var options = arguments.At(1);
        var start = WebIdl.Member(realm, options, "startTime", "PerformanceMarkOptions");
        var time = start.IsUndefined() ? JsPerformance.Now(realm) : TypeConverter.ToNumber(start);
        return time >= 0
            ? new JsPerformanceMark(realm, name, time, CloneDetail(realm, options))
            : throw realm.TypeError($"The startTime of mark '{name}' must not be negative.");
    }
}

/// <summary>PerformanceMeasure (https://w3c.github.io/user-timing/#performancemeasure).</summary>
internal sealed class JsPerformanceMeasure(WorkerRealm realm, string name, double startTime, double duration, JsValue detail)
    : JsPerformanceEntry(realm, Definition, name, "measure", startTime, duration, detail)
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsPerformanceMeasure>("PerformanceMeasure", JsPerformanceEntry.Definition)
        .Getter("detail", static self => self.Detail)
        .Build();
}
