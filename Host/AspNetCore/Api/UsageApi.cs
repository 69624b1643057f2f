using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Api;

/// <summary>What workers used, by hour: <c>GET .../usage?from=&amp;to=&amp;worker=&amp;per_page=&amp;cursor=</c>. Ours; Cloudflare has another thing in its place.</summary>
internal sealed class UsageApi(UsageLedger usage, TimeProvider time) : IApiRoom
{
    private const int MostPerPage = 1000;
    private const int MostCursor = 256;

    /// <inheritdoc/>
    public void Map(ApiEndpoints api) => api.HandleAccountList("GET", "/usage", ListAsync);

    private async Task<(JsonNode? Result, JsonObject? Info)> ListAsync(ApiRequest request)
    {
        var now = time.GetUtcNow();
        var to = Time(request, "to") ?? now.AddHours(1);
        var from = Time(request, "from") ?? to.AddDays(-1);
        var cursor = request.Context.Request.Query["cursor"].ToString();
        if (cursor.Length > MostCursor)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, 10001, "The 'cursor' is not one of a page before.");
        }

        var (entries, next) = await usage.ListAsync(from, to, cursor.Length == 0 ? null : cursor, (int)Math.Clamp(request.Number("per_page") ?? MostPerPage, 1, MostPerPage), request.Aborted);
        var worker = request.Context.Request.Query["worker"].ToString();
        var list = new JsonArray([.. entries.Where(e => worker.Length == 0 || e.Worker == worker).Select(static e => new JsonObject
        {
            ["hour"] = e.Hour + ":00:00Z",
            ["worker"] = e.Worker,
            ["requests"] = e.Record.Requests,
            ["failures"] = e.Record.Failures,
            ["fuel"] = e.Record.Fuel,
            ["cpu_ms"] = Math.Round(Fuel.ToMilliseconds(e.Record.Fuel), 3),
            ["subrequests"] = e.Record.Subrequests,
            ["egress_bytes"] = e.Record.EgressBytes,
        })]);
        return (list, new JsonObject { ["count"] = list.Count, ["cursor"] = next ?? "" });
    }

    private static DateTimeOffset? Time(ApiRequest request, string key) => request.Context.Request.Query[key].ToString() is not { Length: > 0 } text
        ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw new ApiException(StatusCodes.Status400BadRequest, 10001, $"'{key}' of the query is no time; write it as 2026-01-31 or 2026-01-31T23:00:00Z.");
}
