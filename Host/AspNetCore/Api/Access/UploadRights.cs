using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Bindings;
using PureEdge.AspNetCore.Deploy;

namespace PureEdge.AspNetCore.Api.Access;

/// <summary>What a token may have in an upload, beyond the worker itself: whatever way the upload came.</summary>
internal sealed class UploadRights(DeployStore store)
{
    /// <summary>
    /// A binding reaches into what belongs to others; who has a token for some workers only takes those that an administrator has given to the worker.
    /// </summary>
    /// <param name="caller">Who uploads.</param>
    /// <param name="name">The worker's name.</param>
    /// <param name="upload">The upload.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ApiException">403: a binding is not the caller's to give.</exception>
    public async Task RequireAsync(ApiCaller caller, string name, Upload upload, CancellationToken cancel)
    {
        // An administrator may all, and who may only read does not come here.
        RequireConsumers(caller, upload.TailConsumers ?? []);
        if (caller.Scope != TokenScope.Deploy)
        {
            return;
        }

        var (worker, _) = await store.FindAsync(name, cancel);
        var before = worker is null ? null : (await store.LatestVersionAsync(worker, cancel))?.ReadBindings();
        foreach (var (key, value, binding) in upload.Reached())
        {
            var isOwn = binding.Type == "service" && caller.Has(value);
            if (!isOwn && before?.Any(b => b.Type == binding.Type && b.Text(key) == value && IsSameDoor(b, binding)) != true)
            {
                throw new ApiException(StatusCodes.Status403Forbidden, 9109, $"The token '{caller.Name}' may not bind '{value}' ({binding.Type}) to '{name}': it is not one of its workers, nor bound by the newest version. An administrator has to deploy the binding first.");
            }
        }
    }

    /// <summary>A tail worker is set to work by others.</summary>
    /// <exception cref="ApiException">403: one is not the caller's.</exception>
    public static void RequireConsumers(ApiCaller caller, IReadOnlyList<string> consumers)
    {
        if (consumers.FirstOrDefault(consumer => !caller.Has(consumer)) is { } other)
        {
            throw new ApiException(StatusCodes.Status403Forbidden, 9109, $"The token '{caller.Name}' may not make '{other}' a tail worker: it is not one of its workers.");
        }
    }

    // Another entrypoint of the same worker may open more, and what a worker is told with 'props' is who calls.
    private static bool IsSameDoor(BindingConfig before, BindingConfig binding) =>
        EntrypointOf(before) == EntrypointOf(binding) && JsonNode.DeepEquals(before.Properties["props"], binding.Properties["props"]);

    private static string EntrypointOf(BindingConfig binding) => binding.Text("entrypoint") is { Length: > 0 } name ? name : "default";
}
