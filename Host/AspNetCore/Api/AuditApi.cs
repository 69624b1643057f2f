using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Api;

/// <summary>Reading the <see cref="AuditLog"/>.</summary>
internal sealed class AuditApi(AuditLog log) : IApiRoom
{
    private const int DefaultPerPage = 100;
    private const int MostPerPage = 1000;
    private const int MaxCursor = 64;

    /// <inheritdoc/>
    public void Map(ApiEndpoints api) => api.HandleAccountList("GET", "/audit_logs", async request =>
    {
        var cursor = request.Context.Request.Query["cursor"].ToString();
        if (cursor.Length > MaxCursor || !cursor.All(char.IsAsciiHexDigitLower))
        {
            throw new ApiException(400, 10001, "The 'cursor' is not one of a page before.");
        }

        var (entries, next) = await log.ListAsync(cursor, (int)Math.Clamp(request.Number("per_page") ?? DefaultPerPage, 1, MostPerPage), request.Aborted);
        var list = new JsonArray([.. entries.Select(static e => new JsonObject
        {
            ["when"] = ApiViews.Time(e.Time),
            ["actor"] = new JsonObject { ["type"] = "token", ["name"] = e.Actor ?? "admin", ["ip"] = e.Address },
            ["action"] = new JsonObject { ["type"] = e.Method, ["result"] = e.Status < 400 },
            ["resource"] = e.Path,
            ["status"] = e.Status,
            ["request_id"] = e.RequestId,
        })]);
        return (list, new JsonObject { ["count"] = list.Count, ["cursor"] = next });
    });
}
