using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Api.Access;

/// <summary>
/// The tokens of the API beside the administrator's: each has a name and a scope. The store has their hashes, so that nobody who reads it can use them; a token is
/// 256 bits of chance, which needs no slow hash.
/// </summary>
/// <remarks>Thread-safe. Changes take turns.</remarks>
internal sealed class TokenStore(IEdgeStore store, TimeProvider time) : IDisposable
{
    /// <summary>The most tokens.</summary>
    public const int Most = 1000;

    private const string Partition = "tokens";
    private const string Prefix = "pe_";
    private const int MostName = 100;
    private const int MostWorkers = 100;
    private const int PageSize = 1000;
    private const int MostHeader = 1024;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };
    private static readonly ApiCaller Administrator = new("admin", TokenScope.Admin, []);

    // By the hash in hexadecimal digits: how long a look-up takes says something of hashes at most, and nothing of tokens.
    private readonly ConcurrentDictionary<string, TokenRecord> _tokens = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>All tokens, the oldest first.</summary>
    public IReadOnlyList<TokenRecord> All => [.. _tokens.Values.OrderBy(static t => t.CreatedOn).ThenBy(static t => t.Id, StringComparer.Ordinal)];

    /// <summary>Reads the tokens that are kept.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        StoreKey? after = default(StoreKey);
        while (after is { } from)
        {
            var page = await store.ListAsync(Partition, new() { After = from, Limit = PageSize }, cancel);
            foreach (var entry in page.Entries)
            {
                var record = JsonSerializer.Deserialize<TokenRecord>(entry.Value.Span, Json)!;
                _tokens[record.Hash] = record;
            }

            after = page.Next;
        }
    }

    /// <summary>Who sends a request, or <see langword="null"/> when its token is none.</summary>
    /// <param name="request">The request: its token is a bearer token, or what wrangler sends as a global key.</param>
    /// <param name="admin">The administrator's token.</param>
    public ApiCaller? Find(HttpRequest request, AdminToken admin) => Find(AdminToken.Of(request), admin);

    /// <summary>Whose token it is, or <see langword="null"/> when it is none.</summary>
    public ApiCaller? Find(string given, AdminToken admin)
    {
        if (given is not { Length: > 0 and <= MostHeader })
        {
            return null;
        }

        return admin.Is(given) ? Administrator
            : given.StartsWith(Prefix, StringComparison.Ordinal) && _tokens.TryGetValue(HashOf(given), out var record) ? new(record.Name, record.Scope, record.Workers)
            : null;
    }

    /// <summary>Makes a token.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="scope">What it opens.</param>
    /// <param name="workers">For which workers, with <see cref="TokenScope.Deploy"/>; they need not be there yet.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The token, which is not kept, and its record.</returns>
    /// <exception cref="PureEdgeException">A name is not sound or taken, or there are as many as there may be.</exception>
    public async Task<(string Token, TokenRecord Record)> CreateAsync(string name, TokenScope scope, IReadOnlyList<string> workers, CancellationToken cancel)
    {
        if (name.Length is 0 or > MostName || name.Any(char.IsControl))
        {
            throw Invalid($"The token's name is not sound; it must have 1 to {MostName} characters.");
        }

        if (scope == TokenScope.Deploy ? workers.Count is 0 or > MostWorkers : workers.Count > 0)
        {
            throw Invalid($"The scope 'deploy' needs 1 to {MostWorkers} workers, and no other scope has any; there are {workers.Count}.");
        }

        foreach (var worker in workers)
        {
            WorkerName.Require(worker, "the token's list of workers");
        }

        await _changing.WaitAsync(cancel);
        try
        {
            if (_tokens.Count >= Most || _tokens.Values.Any(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                throw Invalid(_tokens.Count >= Most ? $"There are {Most} tokens, as many as there may be." : $"There is a token '{name}' already; delete it first.");
            }

            var token = Prefix + RandomNumberGenerator.GetHexString(64, lowercase: true);
            var record = new TokenRecord(RandomNumberGenerator.GetHexString(16, lowercase: true), name, scope, workers, time.GetUtcNow(), HashOf(token));
            await store.CommitAsync(new() { Partition = Partition, Writes = [EntryWrite.Put(StoreKey.From(record.Id), JsonSerializer.SerializeToUtf8Bytes(record, Json))] }, cancel);
            _tokens[record.Hash] = record;
            return (token, record);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Ends a token: from now on it opens nothing.</summary>
    /// <param name="idOrName">Its id or its name.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> DeleteAsync(string idOrName, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            if (_tokens.Values.FirstOrDefault(t => t.Id == idOrName || string.Equals(t.Name, idOrName, StringComparison.OrdinalIgnoreCase)) is not { } record)
            {
                return false;
            }

            await store.CommitAsync(new() { Partition = Partition, Writes = [EntryWrite.Delete(StoreKey.From(record.Id))] }, cancel);
            _tokens.TryRemove(record.Hash, out _);
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static PureEdgeException Invalid(string message) => new("token_invalid", message);
}

/// <summary>A token as it is kept. Immutable.</summary>
/// <param name="Id">What it is deleted by; no secret.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Scope">What it opens.</param>
/// <param name="Workers">For which workers.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="Hash">The SHA-256 of the token, in hexadecimal digits.</param>
internal sealed record TokenRecord(string Id, string Name, TokenScope Scope, IReadOnlyList<string> Workers, DateTimeOffset CreatedOn, string Hash);
