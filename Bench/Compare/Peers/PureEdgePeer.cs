using System.Text.Json;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare.Peers;

/// <summary>PureEdge as a user runs it: <c>pureedge serve</c> on a data directory, workers deployed through its API, all limits at their defaults.</summary>
internal sealed class PureEdgePeer : IPeer
{
    /// <inheritdoc/>
    public string Name => "PureEdge";

    /// <inheritdoc/>
    public async Task<ServerProcess> StartAsync(ComparedWorker worker, int? processor = null)
    {
        var data = Path.Combine(Toolbox.Installed.Folder, Path.GetRandomFileName());
        var server = await ServerProcess.StartPlatformAsync(data, PlatformClient.Token, processor);
        using var client = await PlatformClient.OfAsync(server);
        foreach (var each in worker.WithServices(Toolbox.Installed))
        {
            var bindings = each.Services.Select(object (service) => new { type = "service", name = service.Key, service = service.Value }).ToList();
            foreach (var (name, pairs) in each.Kv)
            {
                var id = await client.NamespaceAsync(name);
                bindings.Add(new { type = "kv_namespace", name, namespace_id = id });
                foreach (var (key, value) in pairs)
                {
                    await client.PutAsync(id, key, value);
                }
            }

            await client.DeployAsync(each.Name, each.Source, JsonSerializer.Serialize(bindings), each.Modules, each.CpuMs);
        }

        return server;
    }
}
