using System.Net;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare.Peers;

/// <summary><c>deno serve</c>, which calls the worker's handler as Workers do: a further point of reference.</summary>
internal sealed class DenoPeer : IPeer
{
    private const string Mark = "Listening on ";

    /// <inheritdoc/>
    public string Name => "deno";

    /// <inheritdoc/>
    public Task<ServerProcess> StartAsync(ComparedWorker worker, int? processor = null) =>
        ServerProcess.StartAsync(
            Toolbox.Installed.Deno ?? throw new BenchException("There is no deno for this machine."),
            ["serve", "--no-check", "--no-config", "--no-remote", "--host", "127.0.0.1", "--port", "0", worker.Bundle],
            static line => line.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at
                ? IPEndPoint.Parse(new Uri(line[(at + Mark.Length)..].Split(' ')[0].Trim()).Authority)
                : null,
            processor);
}
