using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PureEdge.AspNetCore.Api;

/// <summary>The token that opens the administration. It is compared in a time that tells nothing of it.</summary>
internal sealed class AdminToken(string token)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Whether a request carries it: as a bearer token, or as wrangler sends a global key.</summary>
    public bool IsIn(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? Is(header["Bearer ".Length..].Trim())
            : Is(request.Headers["X-Auth-Key"].ToString());
    }

    // Hashes have one length, so the time does not tell that of the token either.
    private bool Is(string given) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _hash);
}
