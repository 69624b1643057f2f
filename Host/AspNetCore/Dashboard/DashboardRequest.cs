using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PureEdge.AspNetCore.Api.Access;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>A request of somebody who is logged in.</summary>
/// <param name="Http">The request.</param>
/// <param name="Session">Who.</param>
internal sealed record DashboardRequest(HttpContext Http, DashboardSession Session)
{
    /// <summary>What the page is called.</summary>
    public string Title { get; set; } = "";

    /// <summary>The form, of a request that changes something.</summary>
    public IFormCollection? Form { get; init; }

    public CancellationToken Aborted => Http.RequestAborted;

    public string Part(string name) => Http.GetRouteValue(name)?.ToString() ?? "";

    public string Query(string name) => Http.Request.Query[name].ToString();

    /// <summary>A worker of the path that the caller may see.</summary>
    public string Worker => Part("name") is var name && Session.Caller.Has(name)
        ? name
        : throw new DashboardException(StatusCodes.Status403Forbidden, Session.Caller.Refusal);

    /// <summary>Whether the caller may change anything at all.</summary>
    public bool MayChange => Session.Caller.Scope != TokenScope.Read;

    /// <summary>Refuses who may only read.</summary>
    public void RequireChange()
    {
        if (!MayChange)
        {
            throw new DashboardException(StatusCodes.Status403Forbidden, Session.Caller.Refusal);
        }
    }

    /// <summary>Refuses who may not see or change a worker.</summary>
    public void Require(string worker)
    {
        if (!Session.Caller.Has(worker))
        {
            throw new DashboardException(StatusCodes.Status403Forbidden, Session.Caller.Refusal);
        }
    }

    /// <summary>Refuses who may see some workers only.</summary>
    public void RequireAll()
    {
        if (Session.Caller.Scope == TokenScope.Deploy)
        {
            throw new DashboardException(StatusCodes.Status403Forbidden, Session.Caller.Refusal);
        }
    }
}
