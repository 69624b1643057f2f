using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PureEdge.AspNetCore.Api.Access;

/// <summary>Who asks, as the token says. Immutable.</summary>
/// <param name="Name">The token's name, for the audit log.</param>
/// <param name="Scope">What it opens.</param>
/// <param name="Workers">The workers of <see cref="TokenScope.Deploy"/>.</param>
internal sealed record ApiCaller(string Name, TokenScope Scope, IReadOnlyList<string> Workers)
{
    // What wrangler asks before it deploys, and what says nothing of others. Everything that names no worker is closed to a token of some workers.
    private static readonly FrozenSet<string> ForEverybody = new[]
    {
        "/user", "/user/tokens/verify", "/accounts", "/memberships", "/accounts/{account}", "/accounts/{account}/workers/subdomain", "/accounts/{account}/workers/durable_objects/namespaces",
        "/zones", "/zones/{zone}/workers/routes",
    }.Select(static path => ApiEndpoints.Root + path).ToFrozenSet(StringComparer.Ordinal);

    // Requests that change nothing, though their method says otherwise.
    private static readonly FrozenSet<string> Reading = new[]
    {
        "/accounts/{account}/workers/scripts/{name}/tails", "/accounts/{account}/workers/scripts/{name}/tails/{id}", "/accounts/{account}/storage/kv/namespaces/{id}/bulk/get",
    }.Select(static path => ApiEndpoints.Root + path).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a worker is one of the caller's.</summary>
    public bool Has(string worker) => Scope != TokenScope.Deploy || Workers.Contains(worker, StringComparer.Ordinal);

    /// <summary>Whether the caller may do what a request asks.</summary>
    /// <param name="context">The request, routed.</param>
    public bool May(HttpContext context)
    {
        if (Scope == TokenScope.Admin)
        {
            return true;
        }

        var template = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        if (template.StartsWith(TokenApi.Path, StringComparison.Ordinal))
        {
            return false;
        }

        return Scope == TokenScope.Read
            ? HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || Reading.Contains(template)
            : context.GetRouteValue("name") is string worker ? Has(worker) : ForEverybody.Contains(template);
    }

    /// <summary>What is answered to who may not.</summary>
    public string Refusal => Scope == TokenScope.Read
        ? $"The token '{Name}' may only read. Use one with the scope 'admin', or 'deploy' for the worker."
        : $"The token '{Name}' is for the worker{(Workers.Count == 1 ? "" : "s")} {string.Join(", ", Workers.Select(static w => $"'{w}'"))} only. Use one with the scope 'admin', or one for this worker.";
}
