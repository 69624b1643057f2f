using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>The counters, timers and groups of an isolate's console, and its printer (https://console.spec.whatwg.org/).</summary>
/// <remarks>Owned by the isolate's turn. Labels live as long as the isolate, so their number and length are capped.</remarks>
internal sealed class ConsoleState(WorkerRealm realm)
{
    private const int MaxLabels = 1_000;
    private const int MaxLabelLength = 100;
    private const int MaxGroups = 20;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _timers = new(StringComparer.Ordinal);
    private int _groups;

    public static ConsoleState Of(WorkerRealm realm) => realm.State(typeof(ConsoleState), static realm => new ConsoleState(realm));

    public void Print(WorkerLogLevel level, string text)
    {
        if (_groups > 0)
        {
            var margin = new string(' ', _groups * 2);
            text = LogFormat.Cut(margin + text.Replace("\n", "\n" + margin, StringComparison.Ordinal));
        }

        realm.Host.Log(level, text);
    }

    public void BeginGroup() => _groups = Math.Min(_groups + 1, MaxGroups);

    public void EndGroup() => _groups = Math.Max(_groups - 1, 0);

    public void Count(JsValue[] arguments)
    {
        var label = Label(arguments);
        if (_counts.Count < MaxLabels || _counts.ContainsKey(label))
        {
            Print(WorkerLogLevel.Info, $"{label}: {_counts[label] = _counts.GetValueOrDefault(label) + 1}");
        }
    }

    public void ResetCount(JsValue[] arguments)
    {
        var label = Label(arguments);
        if (!_counts.Remove(label))
        {
            Print(WorkerLogLevel.Warn, $"Count for '{label}' does not exist");
        }
    }

    public void StartTimer(JsValue[] arguments)
    {
        var label = Label(arguments);
        if (_timers.ContainsKey(label))
        {
            Print(WorkerLogLevel.Warn, $"Timer '{label}' already exists");
        }
        else if (_timers.Count < MaxLabels)
        {
            _timers[label] = realm.Host.NowMilliseconds;
        }
    }

    public void LogTimer(JsValue[] arguments, bool end)
    {
        var label = Label(arguments);
        if (!_timers.TryGetValue(label, out var start))
        {
            Print(WorkerLogLevel.Warn, $"Timer '{label}' does not exist");
            return;
        }

        var elapsed = realm.Host.NowMilliseconds - start;
        var rest = end || arguments.Length < 2 ? "" : " " + LogFormat.Format(realm, LogFormat.After(arguments, 1));
        Print(WorkerLogLevel.Info, LogFormat.Cut($"{label}: {elapsed.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}ms{rest}"));
        if (end)
        {
            _timers.Remove(label);
        }
    }

    private string Label(JsValue[] arguments) => arguments.Length == 0 || arguments[0].IsUndefined()
        ? "default"
        : Cut(WebIdl.ToDomString(realm, arguments[0]));

    private static string Cut(string label) => label.Length > MaxLabelLength ? label[..MaxLabelLength] : label;
}
