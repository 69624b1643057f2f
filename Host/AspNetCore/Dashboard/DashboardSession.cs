using System.Security.Cryptography;
using System.Text;
using PureEdge.AspNetCore.Api.Access;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>Somebody who is logged in. Immutable.</summary>
/// <param name="Caller">Who, and what they may do.</param>
/// <param name="Token">The token they logged in with, to see that it still opens.</param>
/// <param name="Csrf">What every form must send back.</param>
/// <param name="ExpiresAt">When they must log in again.</param>
internal sealed record DashboardSession(ApiCaller Caller, string Token, string Csrf, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether a form sent back what it was given. The time it takes tells nothing of that.</summary>
    public bool IsForm(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Csrf));
}
