using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace PureEdge.AspNetCore.Observability;

/// <summary>
/// The meter's numbers as text that Prometheus reads (https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4). Sums are kept here from
/// the start of the server.
/// </summary>
/// <remarks>Thread-safe: each series is one object under its own lock.</remarks>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>The Content-Type of <see cref="Render"/>.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<SeriesLabels, Series>> _instruments = new();
    private readonly MeterListener _listener = new();

    public PrometheusText(WorkerMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
            {
                _instruments.TryAdd(instrument, new());
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All numbers as they are now.</summary>
    public string Render()
    {
        // A gauge's series that is gone must not go on with its last value.
        foreach (var (instrument, series) in _instruments)
        {
            if (instrument.IsObservable)
            {
                series.Clear();
            }
        }

        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (instrument, all) in _instruments.OrderBy(static i => i.Key.Name, StringComparer.Ordinal))
        {
            var (name, type) = (NameOf(instrument), TypeOf(instrument));
            text.Append("# HELP ").Append(name).Append(' ').Append(instrument.Description).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
            foreach (var (labels, series) in all.Select(static s => (Labels: s.Key.ToString(), s.Value)).OrderBy(static s => s.Labels, StringComparer.Ordinal))
            {
                series.Write(text, name, labels);
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static string TypeOf(Instrument instrument) => instrument switch
    {
        Histogram<double> => "histogram",
        Counter<long> or Counter<double> or ObservableCounter<long> or ObservableCounter<double> => "counter",
        _ => "gauge",
    };

    private static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + instrument.Unit switch { "By" => "_bytes", "s" => "_seconds", _ => "" };
        name = name.Replace("_bytes_bytes", "_bytes", StringComparison.Ordinal);
        return TypeOf(instrument) == "counter" ? name + "_total" : name;
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_instruments.TryGetValue(instrument, out var all))
        {
            all.GetOrAdd(SeriesLabels.Of(tags), static (_, i) => new(i as Histogram<double>), instrument).Add(value, instrument.IsObservable);
        }
    }

    private sealed class Series(Histogram<double>? histogram)
    {
        private readonly Lock _gate = new();
        private readonly IReadOnlyList<double> _bounds = histogram?.Advice?.HistogramBucketBoundaries ?? [];
        private readonly long[]? _buckets = histogram is null ? null : new long[(histogram.Advice?.HistogramBucketBoundaries?.Count ?? 0) + 1];
        private double _sum;
        private long _count;

        public void Add(double value, bool isWhole)
        {
            lock (_gate)
            {
                _sum = isWhole ? value : _sum + value;
                _count++;
                if (_buckets is not null)
                {
                    var bucket = 0;
                    while (bucket < _bounds.Count && value > _bounds[bucket])
                    {
                        bucket++;
                    }

                    _buckets[bucket]++;
                }
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (_gate)
            {
                var braces = labels.Length == 0 ? "" : $"{{{labels}}}";
                if (_buckets is null)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{braces} {_sum}\n");
                    return;
                }

                var comma = labels.Length == 0 ? "" : ",";
                var sum = 0L;
                for (var i = 0; i < _buckets.Length; i++)
                {
                    sum += _buckets[i];
                    var bound = i < _bounds.Count ? _bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {sum}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braces} {_sum}\n{name}_count{braces} {_count}\n");
            }
        }
    }
}
