using PureEdge.Engine;

namespace PureEdge.Cli;

/// <summary>What the command prints. Colour only on a terminal that has not asked for none (NO_COLOR).</summary>
internal static class Terminal
{
    private static readonly Lock Gate = new();
    private static readonly bool HasColour =
        !Console.IsOutputRedirected && !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static void Line(string text = "")
    {
        lock (Gate)
        {
            Console.Out.WriteLine(text);
            Console.Out.Flush();
        }
    }

    public static void Faint(string text) => Line(HasColour ? $"\e[2m{text}\e[0m" : text);

    public static void Warning(string text) => Line(HasColour ? $"\e[33m{text}\e[0m" : text);

    /// <summary>A worker's failure, with its JavaScript stack.</summary>
    public static void Failure(WorkerFailure failure) => Error(failure.Stack is null ? failure.Message : $"{failure.Message}\n{failure.Stack}");

    /// <summary>Text that others wrote, without what could move the terminal.</summary>
    public static string Clean(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = char.IsControl(source[i]) && source[i] is not ('\n' or '\t') ? '\uFFFD' : source[i];
        }
    });

    public static void Error(string text)
    {
        lock (Gate)
        {
            Console.Error.WriteLine(HasColour ? $"\e[31m{text}\e[0m" : text);
        }
    }
}
