using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using PureEdge.AspNetCore.Api;
using PureEdge.AspNetCore.Api.Access;
using PureEdge.AspNetCore.Observability.Tail;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>
/// A page to look at, on the administration's listener: made by the server, and usable without a script but the one that follows a log. Every page but the login asks for a session.
/// </summary>
internal sealed class DashboardEndpoints(
    DashboardSessions sessions,
    WorkerPages workers,
    DeployPages deploy,
    PlaygroundPages playground,
    UsagePage usage,
    KvPages kv,
    FailuresPage failures,
    TailHub tails,
    UploadGate uploads,
    AuditLog audit,
    TimeProvider time)
{
    /// <summary>Where it is.</summary>
    public const string Root = "/dashboard";

    private const int MaxFormBytes = 8 << 10;
    private const int MaxToken = 1024;

    // Nothing but what this server sends; no inline script or style, no frame around it.
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Maps the pages.</summary>
    public void Map(WebApplication app)
    {
        app.MapGet("/", static context =>
        {
            context.Response.Redirect(Root);
            return Task.CompletedTask;
        });
        Get(app, "", workers.ListAsync);
        Get(app, "/workers/{name}", workers.ShowAsync);
        Get(app, "/workers/{name}/tail", workers.TailAsync);
        Get(app, "/deploy", deploy.ShowAsync);
        Upload(app, "/deploy", deploy.Most, deploy.PostAsync);
        Get(app, "/playground", playground.ShowAsync);
        Upload(app, "/playground", PlaygroundPages.Most, playground.PreviewAsync);
        Upload(app, "/playground/deploy", PlaygroundPages.Most, playground.DeployAsync);
        Get(app, "/usage", usage.ShowAsync);
        Get(app, "/failures", failures.ShowAsync);
        Get(app, "/kv", kv.ListAsync);
        Get(app, "/kv/{id}", kv.KeysAsync);
        Get(app, "/kv/{id}/value", kv.ValueAsync);
        app.MapGet(Root + "/workers/{name}/tail/events", FollowAsync);
        app.MapGet(Root + "/login", context => WriteAsync(context, StatusCodes.Status200OK, Layout.Login(null)));
        app.MapPost(Root + "/login", LoginAsync);
        Post(app, "/logout", context =>
        {
            sessions.End(context.Http);
            return Task.FromResult(Root + "/login");
        });
        Post(app, "/workers/{name}/rollback", workers.RollBackAsync);
        app.MapGet(Root + "/style.css", static context => DashboardFiles.WriteAsync(context, "style.css", "text/css; charset=utf-8"));
        app.MapGet(Root + "/icon.svg", static context => DashboardFiles.WriteAsync(context, "icon.svg", "image/svg+xml"));
        app.MapGet(Root + "/deploy.js", static context => DashboardFiles.WriteAsync(context, "deploy.js", "text/javascript; charset=utf-8"));
        app.MapGet(Root + "/tail.js", static context => DashboardFiles.WriteAsync(context, "tail.js", "text/javascript; charset=utf-8"));
    }

    private void Get(IEndpointRouteBuilder app, string path, Func<DashboardRequest, Task<Html>> page) => app.MapGet(Root + path, async context =>
    {
        if (sessions.Find(context) is not { } session)
        {
            context.Response.Redirect(Root + "/login");
            return;
        }

        await RunAsync(context, session, async request => await WriteAsync(context, StatusCodes.Status200OK, Layout.Page(request, await page(request))));
    });

    private void Post(IEndpointRouteBuilder app, string path, Func<DashboardRequest, Task<string>> act) => app.MapPost(Root + path, async context =>
    {
        if (sessions.Find(context) is not { } session)
        {
            context.Response.Redirect(Root + "/login");
            return;
        }

        context.Features.Set(session.Caller);
        await RunAsync(context, session, async request =>
        {
            if (!IsOwn(context) || await ReadFormAsync(context) is not { } form || !session.IsForm(form["csrf"].ToString()))
            {
                throw NotOurs();
            }

            var next = await act(request with { Form = form });
            await audit.AddAsync(context, StatusCodes.Status200OK);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = next;
        });
    });

    // A form with files. What can be refused without reading it is; what it holds is capped before it is kept.
    private void Upload(IEndpointRouteBuilder app, string path, (int Parts, long Bytes) most, Func<DashboardRequest, DashboardForm, Task<DashboardAnswer>> act) => app.MapPost(Root + path, async context =>
    {
        if (sessions.Find(context) is not { } session)
        {
            context.Response.Redirect(Root + "/login");
            return;
        }

        context.Features.Set(session.Caller);
        await RunAsync(context, session, async request =>
        {
            if (!IsOwn(context))
            {
                throw NotOurs();
            }

            request.RequireChange();
            using var turn = await uploads.EnterAsync(context);
            var form = new DashboardForm(await new ApiRequest(context).ReadFormAsync(most));
            if (!session.IsForm(form.Text("csrf")))
            {
                throw NotOurs();
            }

            var answer = await act(request, form);
            await audit.AddAsync(context, answer.Status);
            if (answer.Next is { } next)
            {
                context.Response.StatusCode = answer.Status;
                context.Response.Headers.Location = next;
                return;
            }

            await WriteAsync(context, answer.Status, Layout.Page(request, answer.Content));
        });
    });

    private static DashboardException NotOurs() =>
        new(StatusCodes.Status403Forbidden, "The form is not one of this page, or it is from before you logged in. Go back, load the page again and try once more.");

    private async Task RunAsync(HttpContext context, DashboardSession session, Func<DashboardRequest, Task> act)
    {
        var request = new DashboardRequest(context, session);
        try
        {
            await act(request);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the page.
        }
        catch (Exception e) when (!context.Response.HasStarted && DashboardError.From(e) is { } error)
        {
            await audit.AddAsync(context, error.Status);
            await WriteAsync(context, error.Status, Layout.Page(request with { Title = "That did not work" }, error.Text));
        }
    }

    private async Task LoginAsync(HttpContext context)
    {
        if (!IsOwn(context))
        {
            await WriteAsync(context, StatusCodes.Status403Forbidden, Layout.Login("The form comes from another site."));
            return;
        }

        if (sessions.IsClosed)
        {
            await WriteAsync(context, StatusCodes.Status429TooManyRequests, Layout.Login("Too many wrong tokens came; wait a minute."));
            return;
        }

        var form = await ReadFormAsync(context);
        if (form?["token"].ToString().Trim() is not { Length: > 0 and <= MaxToken } token || !sessions.TryBegin(context, token))
        {
            await WriteAsync(context, StatusCodes.Status401Unauthorized, Layout.Login("This token opens nothing. The administrator's is in the file 'admin-token' of the data directory."));
            return;
        }

        await audit.AddAsync(context, StatusCodes.Status200OK);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = Root;
    }

    // Server-sent events: what a browser follows by itself, with the cookie and without a token in an address.
    private async Task FollowAsync(HttpContext context)
    {
        if (sessions.Find(context) is not { } session || context.GetRouteValue("name") is not string name || !session.Caller.Has(name))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        TailSession tail;
        try
        {
            tail = tails.Add(name, TailFilter.From(null, null));
        }
        catch (PureEdgeException e)
        {
            await WriteAsync(context, StatusCodes.Status429TooManyRequests, Html.Of($"{e.Message}"));
            return;
        }

        try
        {
            tail.TryConnect();
            Secure(context);
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("retry: 5000\n\n");
            await context.Response.Body.FlushAsync();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, tail.Ended);
            while (true)
            {
                // An event is JSON in one line.
                var json = await tail.NextAsync(time.GetUtcNow(), end.Token);
                await context.Response.WriteAsync("data: ", end.Token);
                await context.Response.Body.WriteAsync(json, end.Token);
                await context.Response.WriteAsync("\n\n", end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Who watched has gone, or the tail is over.
        }
        finally
        {
            tails.Remove(name, tail.Id);
        }
    }

    // Browsers say where a form comes from; what says nothing is no browser and has no cookie of anybody.
    private static bool IsOwn(HttpContext context)
    {
        var headers = context.Request.Headers;
        var site = headers["Sec-Fetch-Site"].ToString();
        var origin = headers.Origin.ToString();
        return site is "" or "same-origin" && (origin.Length == 0 || origin == $"{context.Request.Scheme}://{context.Request.Host.ToUriComponent()}");
    }

    private static async Task<IFormCollection?> ReadFormAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxFormBytes;
        }

        try
        {
            return context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
                ? await context.Request.ReadFormAsync(context.RequestAborted)
                : null;
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            return null;
        }
    }

    private static void Secure(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static async Task WriteAsync(HttpContext context, int status, Html page)
    {
        Secure(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page.Text, context.RequestAborted);
    }
}
