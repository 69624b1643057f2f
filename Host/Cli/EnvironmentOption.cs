using System.CommandLine;

namespace PureEdge.Cli;

/// <summary>The option <c>--env</c> of the commands that read wrangler configurations, as wrangler has it.</summary>
internal static class EnvironmentOption
{
    public static Option<string?> Create() => new("--env", "-e")
    {
        Description = "The environment of the wrangler configuration, 'env.NAME' (also CLOUDFLARE_ENV).",
        HelpName = "NAME",
        DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("CLOUDFLARE_ENV") is { Length: > 0 } name ? name : null,
    };
}
