using System.CommandLine;
using PureEdge.AspNetCore;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Serving;
using PureEdge.Engine;

namespace PureEdge.Cli;

/// <summary><c>pureedge check</c>: parse, link, run the top level, and say what it costs.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var path = PathArgument.One();
        var environment = EnvironmentOption.Create();
        var command = new Command("check", """
            Parse, link and start a worker without serving it; print size, cold start, memory and fuel.
            Exit status 1 when something is wrong, with file, line and column. A .json file that is no wrangler configuration is checked as
            settings of the server (pureedge.json).

            Examples:
              pureedge check worker.js
              pureedge check . --env staging
              pureedge check /var/lib/pureedge/pureedge.json
            """) { path, environment };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(path)!, EnvironmentOption.Of(parsed, environment)));
        return command;
    }

    private static async Task<int> RunAsync(string path, string? environment)
    {
        try
        {
            if (IsServerConfig(path))
            {
                ServerConfig.Check(path);
                Terminal.Line($"{path}: ok");
                return ExitStatus.Done;
            }

            var status = ExitStatus.Done;
            foreach (var report in await WorkerCheck.RunAsync(path, new PureEdgeOptions { Environment = environment }))
            {
                if (report.Failure is { } failure)
                {
                    Terminal.Failure(failure with { Message = $"{report.Name}: {failure.Message}" });
                    status = ExitStatus.WorkerAtFault;
                }
                else
                {
                    Print(report);
                }
            }

            return status;
        }
        catch (PureEdgeException e)
        {
            Terminal.Error(e.Message);
            return ExitStatus.WorkerAtFault;
        }
    }

    private static bool IsServerConfig(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Path.GetFileName(path).StartsWith("wrangler.", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    private static string Isolates(ForkReport forks) => forks.Refusal is { } refusal
        ? $"each runs the top level: {refusal}"
        : $"after the first they are copied from an image ({forks.Objects} objects, {forks.Bytes / 1024.0:0.0} KB)";

    private static void Print(WorkerCheckReport report)
    {
        var usage = report.Startup!.Usage;
        Terminal.Line($"""
            {report.Name}: ok
              handlers    {string.Join(", ", report.Startup.Handlers)}
              size        {report.Bytes / 1024.0:0.0} KB in {report.Modules} module{(report.Modules == 1 ? "" : "s")}
              parse       {report.ParseTime.TotalMilliseconds:0.0} ms
              cold start  {report.ColdStart.TotalMilliseconds:0.00} ms
              isolates    {Isolates(report.Forks!)}
              memory      {usage.AllocatedBytes / 1024.0:0.0} KB allocated by the top level
              fuel        {usage.Fuel} ({usage.CpuMilliseconds:0.00} ms of CPU)
            """);
    }
}
