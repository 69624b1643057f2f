using System.CommandLine;

namespace PureEdge.Cli;

/// <summary>The argument PATH of every command.</summary>
internal static class PathArgument
{
    private const string What =
        "A worker file (.js, .mjs), a folder with a wrangler configuration, a form written by 'wrangler deploy --dry-run --outfile', or a folder of these.";

    public static Argument<string> One() => Checked(new Argument<string>("PATH") { Description = What });

    public static Argument<string[]> Several() => Checked(new Argument<string[]>("PATH") { Description = What, Arity = ArgumentArity.ZeroOrMore });

    // The parser takes an option it does not know for a path.
    private static Argument<T> Checked<T>(Argument<T> argument)
    {
        argument.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.StartsWith('-') && !Path.Exists(token.Value))
                {
                    result.AddError($"There is no option '{token.Value}'.");
                }
            }
        });
        return argument;
    }
}
