using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Api.Access;
using PureEdge.AspNetCore.Observability;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Api;

/// <summary>
/// What was changed through the API, when and from where, kept for <see cref="KeptDays"/> days: each change that was asked for with the right token, also
/// one that failed. No bodies, so no secrets. Single values of KV are data, not changes of the server, and are left out.
/// </summary>
/// <remarks>Thread-safe. The newest entry has the smallest key.</remarks>
internal sealed class AuditLog(IEdgeStore store, TimeProvider time, ILogger<AuditLog> log)
{
    /// <summary>How long an entry is kept.</summary>
    public const int KeptDays = 90;

    private const string Partition = "audit";
    private const int MaxPath = 500;

    /// <summary>Keeps a request that is done. A store that refuses it does not undo the change: the log says so.</summary>
    public async Task AddAsync(HttpContext context, int status)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || IsData(request.Path.Value ?? ""))
        {
            return;
        }

        var now = time.GetUtcNow();
        var path = request.Path.Value is { Length: > MaxPath } longPath ? longPath[..MaxPath] + "..." : request.Path.Value;
        var entry = new AuditEntry(now, context.Connection.RemoteIpAddress?.ToString(), request.Method, path ?? "", status, context.TraceIdentifier, context.Features.Get<ApiCaller>()?.Name);
        var key = string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - now.UtcTicks:x16}{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        try
        {
            await store.CommitAsync(new() { Partition = Partition, Writes = [EntryWrite.Put(StoreKey.From(key), JsonSerializer.SerializeToUtf8Bytes(entry)) with { ExpiresAt = now.AddDays(KeptDays) }] });
        }
        catch (StorageException e)
        {
            Log.AuditFailed(log, request.Method, LogText.Clean(entry.Path), LogText.Clean(e.Message));
        }
    }

    /// <summary>The entries, the newest first.</summary>
    /// <param name="cursor">What the page before gave, or empty.</param>
    /// <param name="limit">The most, 1 to 1,000.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<(IReadOnlyList<AuditEntry> Entries, string Next)> ListAsync(string cursor, int limit, CancellationToken cancel)
    {
        var page = await store.ListAsync(Partition, new() { After = cursor.Length == 0 ? default : new StoreKey(Encoding.UTF8.GetBytes(cursor)), Limit = limit }, cancel);
        return ([.. page.Entries.Select(static e => JsonSerializer.Deserialize<AuditEntry>(e.Value.Span)!)], page.Next?.ToString() ?? "");
    }

    private static bool IsData(string path) =>
        path.Contains("/storage/kv/namespaces/", StringComparison.Ordinal) && (path.Contains("/values/", StringComparison.Ordinal) || path.EndsWith("/bulk/get", StringComparison.Ordinal));
}

/// <summary>A change that was asked for. Immutable.</summary>
/// <param name="Time">When it was done.</param>
/// <param name="Address">Whose connection it was.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, its end cut off when it is very long.</param>
/// <param name="Status">What it was answered.</param>
/// <param name="RequestId">The request's id, as in the answer and the log.</param>
/// <param name="Actor">The name of the token; entries of older versions have none.</param>
internal sealed record AuditEntry(DateTimeOffset Time, string? Address, string Method, string Path, int Status, string RequestId, string? Actor = null);
