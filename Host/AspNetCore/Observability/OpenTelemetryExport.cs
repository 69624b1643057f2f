using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PureEdge.AspNetCore.Observability;

/// <summary>Sends metrics, traces and logs to a collector, as OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/). Nothing of it is loaded without one.</summary>
internal static class OpenTelemetryExport
{
    public static void AddTo(WebApplicationBuilder builder, Uri collector)
    {
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(static resource => resource.AddService("pureedge"))
            .WithMetrics(metrics => metrics.AddMeter(WorkerMetrics.Name).AddOtlpExporter(options => Set(options, collector, "v1/metrics")))
            .WithTracing(traces => traces.AddSource(WorkerMetrics.Name).AddOtlpExporter(options => Set(options, collector, "v1/traces")));
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("pureedge"));
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter(options => Set(options, collector, "v1/logs"));
        });
    }

    private static void Set(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new(collector.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
