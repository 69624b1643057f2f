using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Api.Access;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>
/// Who is logged in. In memory only: a restart logs everybody out. The cookie is 256 bits of chance, and the table knows its hash.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class DashboardSessions(AdminToken admin, TokenStore tokens, TimeProvider time)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "pureedge-session";

    private const int Most = 1000;
    private const int MostFailures = 20;

    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);
    private static readonly TimeSpan FailuresLast = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DashboardSession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private DateTimeOffset _failuresSince;
    private int _failures;

    /// <summary>Whether so many wrong tokens came that further ones wait.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _failures >= MostFailures && time.GetUtcNow() - _failuresSince < FailuresLast;
            }
        }
    }

    /// <summary>Begins a session, and sets its cookie.</summary>
    /// <returns>Whether the token opens anything.</returns>
    public bool TryBegin(HttpContext context, string token)
    {
        if (tokens.Find(token, admin) is not { } caller)
        {
            CountFailure();
            return false;
        }

        var now = time.GetUtcNow();
        foreach (var (key, old) in _sessions)
        {
            if (old.ExpiresAt <= now)
            {
                _sessions.TryRemove(key, out _);
            }
        }

        if (_sessions.Count >= Most)
        {
            _sessions.Clear();
        }

        var id = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _sessions[HashOf(id)] = new(caller, token, RandomNumberGenerator.GetHexString(64, lowercase: true), now + Lasts);
        context.Features.Set(caller);
        context.Response.Cookies.Append(Cookie, id, Options(context, Lasts));
        return true;
    }

    /// <summary>The session of a request, or <see langword="null"/>. A token that was taken back takes its sessions with it.</summary>
    public DashboardSession? Find(HttpContext context) =>
        context.Request.Cookies[Cookie] is { Length: 64 } id && _sessions.TryGetValue(HashOf(id), out var session)
        && session.ExpiresAt > time.GetUtcNow() && tokens.Find(session.Token, admin) is not null
            ? session
            : null;

    /// <summary>Ends the session of a request.</summary>
    public void End(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } id)
        {
            _sessions.TryRemove(HashOf(id), out _);
        }

        context.Response.Cookies.Delete(Cookie, Options(context, null));
    }

    private static string HashOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    // Strict: a link from elsewhere arrives without it, and so does a form.
    private static CookieOptions Options(HttpContext context, TimeSpan? lasts) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = DashboardEndpoints.Root, MaxAge = lasts, IsEssential = true,
    };

    private void CountFailure()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            (_failures, _failuresSince) = now - _failuresSince < FailuresLast ? (_failures + 1, _failuresSince) : (1, now);
        }
    }
}
