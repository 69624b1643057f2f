namespace PureEdge.Fuzz.Commands;

/// <summary>What the command prints. A line that changes only on a terminal; plain lines elsewhere.</summary>
internal static class Terminal
{
    private static readonly Lock Gate = new();
    private static int s_live;

    /// <summary>Whether lines may be written over.</summary>
    public static bool IsLive { get; } = !Console.IsOutputRedirected;

    public static void Line(string text = "")
    {
        lock (Gate)
        {
            Wipe();
            Console.Out.WriteLine(text);
        }
    }

    /// <summary>A line that the next one replaces.</summary>
    public static void Live(string text)
    {
        lock (Gate)
        {
            Wipe();
            Console.Out.Write(text);
            s_live = text.Length;
        }
    }

    public static void Error(string text) => Console.Error.WriteLine(text);

    private static void Wipe()
    {
        if (s_live > 0)
        {
            Console.Out.Write($"\r{new string(' ', s_live)}\r");
            s_live = 0;
        }
    }
}
