using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PureEdge.AspNetCore.Api.Access;

/// <summary>The administrator's token. It is compared in a time that tells nothing of it.</summary>
internal sealed class AdminToken(string token)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The token that a request carries: as a bearer token, or as wrangler sends a global key.</summary>
    public static string Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : request.Headers["X-Auth-Key"].ToString();
    }

    /// <summary>Whether it is this one. Hashes have one length, so the time does not tell that of the token either.</summary>
    public bool Is(string given) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _hash);
}
