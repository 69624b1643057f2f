namespace PureEdge.AspNetCore.Api;

/// <summary>An answer of the API that says no.</summary>
/// <param name="status">The HTTP status; never 5xx for a user's mistake, because wrangler tries those again.</param>
/// <param name="code">The code that wrangler knows (WRANGLER-API.md section 2).</param>
/// <param name="message">What wrangler shows.</param>
internal sealed class ApiException(int status, int code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;
}
