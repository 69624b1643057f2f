using System.CommandLine;

namespace PureEdge.Cli;

/// <summary>The option <c>--env</c> of the commands that read wrangler configurations, as wrangler has it: what is given, if only an empty name, wins over the variable.</summary>
internal static class EnvironmentOption
{
    public static Option<string?> Create() => new("--env", "-e")
    {
        Description = "The environment of the wrangler configuration, 'env.NAME' (also CLOUDFLARE_ENV); '' is what stands outside of all.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("CLOUDFLARE_ENV"),
    };

    /// <summary>The environment that is meant, or <see langword="null"/> for what stands outside of all.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option, made by <see cref="Create"/>.</param>
    /// <param name="ofFile">What a file of settings says, for when neither the command line nor the variable names one.</param>
    public static string? Of(ParseResult parsed, Option<string?> option, string? ofFile = null) => parsed.GetResult(option) is { } result
        ? parsed.GetValue(option) is { Length: > 0 } name ? name : result.Implicit ? ofFile : null
        : ofFile;
}
