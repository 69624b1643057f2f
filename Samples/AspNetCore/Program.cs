using PureEdge.AspNetCore.DependencyInjection;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddPureEdge();

var app = builder.Build();
app.MapGet("/", () => "The application answers here, a worker below /fn/.\n");
app.MapWorker("/fn/{**path}", "worker.js");
app.Run();
